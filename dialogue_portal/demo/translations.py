"""The main session in other languages, as far as a secretariat in the middle of its work has come."""

from accounts.models import User
from sessions.models import DialogueSession, TextPart
from sessions.services.texts import save_text, texts_of

TITLES = {
    "ar": (
        "شراكات لتأمين العمل اللائق في مجال الرعاية وخدمات المياه والطاقة في الأرياف والمهارات الرقمية "
        "للنساء في كل مجتمع"
    ),
    "zh-hans": "建立伙伴关系，为每个社区的妇女保障体面照护工作、农村水和能源服务以及数字技能",
    "fr": (
        "Des partenariats pour garantir aux femmes de chaque communauté un travail de soin décent, des services d’eau "
        "et d’énergie en milieu rural et des compétences numériques"
    ),
    "ru": (
        "Партнёрства ради достойного труда в сфере ухода, водо- и энергоснабжения в сельских районах и цифровых "
        "навыков для женщин в каждом сообществе"
    ),
    "es": (
        "Alianzas para garantizar trabajo decente de cuidados, servicios rurales de agua y energía y competencias "
        "digitales a las mujeres de todas las comunidades"
    ),
}
MANDATES = {
    "ar": "قرار المجلس الاقتصادي والاجتماعي 2018/8",
    "zh-hans": "经济及社会理事会第2018/8号决议",
    "fr": "Résolution 2018/8 du Conseil économique et social",
    "es": "Resolución 2018/8 del Consejo Económico y Social",
}
AGENDA_ITEMS = {"fr": "Point 3 a) i) : thème prioritaire", "es": "Tema 3 a) i): tema prioritario"}
PROGRAMME = {
    "fr": [
        "Mot de bienvenue de la présidence de la Commission",
        "Questions aux parties prenantes",
        "Première question directrice",
        "Deuxième question directrice",
        "Troisième question directrice",
        "Suites à donner, toutes questions confondues",
        "Mot de clôture",
    ],
    "es": [
        "Bienvenida de la Presidencia de la Comisión",
        "Preguntas a las partes interesadas",
        "Primera pregunta orientadora",
        "Segunda pregunta orientadora",
        "Tercera pregunta orientadora",
    ],
}
AREAS = {
    "fr": [
        "le travail de soin décent",
        "les services d’eau et d’énergie en milieu rural",
        "les compétences numériques",
    ],
    "es": ["trabajo decente de cuidados", "servicios rurales de agua y energía", "competencias digitales"],
}
OUTCOME = (
    "La **Présidente de la Commission** publie un résumé sous sa propre responsabilité, après avoir consulté les "
    "groupes régionaux par l’intermédiaire du Bureau."
)


def load(session: DialogueSession, actor: User) -> None:
    """All titles, most mandates, some areas and programme items, and one text that its English has left behind."""
    session = DialogueSession.objects.with_page_content().get(pk=session.pk)
    written = {one.key: one for one in texts_of(session)}
    areas, items = (
        [str(row.pk) for row in rows] for rows in (session.theme_areas.all(), session.programme_items.all())
    )
    lines = {TextPart.TITLE: TITLES, TextPart.MANDATE: MANDATES, TextPart.AGENDA_ITEM: AGENDA_ITEMS}
    wanted = [(part.value, language, text) for part, texts in lines.items() for language, text in texts.items()]
    wanted += [
        (area, language, text) for language, texts in AREAS.items() for area, text in zip(areas, texts, strict=True)
    ]
    # As many items as somebody has come to.
    wanted += [
        (item, language, text)
        for language, texts in PROGRAMME.items()
        for item, text in zip(items, texts, strict=False)
    ]
    for key, language, text in wanted:
        save_text(written[key], language, text, actor=actor, seen=0, translates=written[key].english)
    outcome = written[TextPart.OUTCOME.value]
    save_text(outcome, "fr", OUTCOME, actor=actor, seen=0, translates=outcome.english.split(". ")[0] + ".")
