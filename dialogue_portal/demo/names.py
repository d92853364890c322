"""Invented names that sound as names do where a delegation comes from. Any likeness to a person is chance."""

import random
from dataclasses import dataclass

# Culture → women's given names, men's given names, family names.
_NAMES: dict[str, tuple[str, str, str]] = {
    "arabic": (
        "Salma Huda Noura Rania Layla Amal Dina Mariam",
        "Omar Khalid Yousef Tarek Hamza Nabil Sami Faisal",
        "Al-Hariri Mansour Al-Khatib Haddad Benali Al-Saleh Nasser Bouzid Al-Amri Zaidan",
    ),
    "persian": (
        "Shirin Laleh Parisa Nasrin",
        "Kamran Behzad Farhad Dariush",
        "Karimzad Ahmadyar Nazari Rostami Jalali",
    ),
    "turkic": (
        "Aigerim Gulnara Zeynep Leyla Dilnoza",
        "Emre Aslan Timur Bekzod Kerim",
        "Aydin Nurlanova Yilmaz Karimov Abdullayeva Serik Toktogul",
    ),
    "east_african": (
        "Wanjiru Achieng Neema Zawadi Almaz Hodan",
        "Kamau Otieno Baraka Juma Tesfaye Abdi",
        "Mwangi Odhiambo Kimaro Bekele Warsame Nakato Habimana Uwimana",
    ),
    "west_african": (
        "Ama Fatoumata Ngozi Aminata Efua Mariama",
        "Kwame Ibrahima Chidi Mamadou Kofi Ousmane",
        "Mensah Diallo Okonkwo Traoré Boateng Sow Adeyemi Kouassi Camara",
    ),
    "central_african": (
        "Solange Grâce Béatrice Odile",
        "Jean-Bosco Patrice Désiré Alain",
        "Mbarga Ngoma Tshala Mouele Obiang",
    ),
    "southern_african": (
        "Thandi Lerato Chipo Mutinta Naledi Rosalina",
        "Sipho Tendai Mwansa Thabo Kagiso Armando",
        "Dlamini Moyo Banda Nkosi Phiri Macuácua Shikongo Molefe",
    ),
    "portuguese": (
        "Beatriz Inês Helena Luísa",
        "Tiago Rui Duarte Paulo",
        "Figueira Almeida Carvalho Teixeira Nogueira",
    ),
    "spanish": (
        "Camila Valentina Lucía Ximena Pilar Soledad",
        "Mateo Andrés Joaquín Rodrigo Esteban Ignacio",
        "Quispe Arroyo Villalba Montalvo Cifuentes Zamora Ibarra Solano Rivas",
    ),
    "brazilian": ("Mariana Juliana Tereza", "Caio Rafael Murilo", "Barbosa Cardoso Ferraz Moreira"),
    "caribbean": (
        "Keisha Marva Shanelle Joycelyn",
        "Winston Desmond Curtis Ashton",
        "Baptiste Clarke Joseph Thibou Greenidge",
    ),
    "anglo": (
        "Eleanor Fiona Margaret Claire",
        "Graham Alistair Peter Simon",
        "Whitcombe Fairley Ashdown Maddox Kerrigan",
    ),
    "french": (
        "Élodie Mathilde Camille Hélène",
        "Étienne Julien Bastien Luc",
        "Garnier Delaunay Perrault Lemaire Vasseur",
    ),
    "germanic": (
        "Annelies Katrin Ingrid Femke",
        "Matthias Jürgen Pieter Stefan",
        "Hofer Lindner Van_den_Berg Brandt Keller",
    ),
    "nordic": (
        "Astrid Sigrun Linnea Aino",
        "Henrik Magnus Jonas Eero",
        "Lindqvist Halvorsen Mäkelä Sørensen Jónsdóttir",
    ),
    "southern_european": (
        "Chiara Eleni Giulia Maria",
        "Matteo Nikos Lorenzo Carlos",
        "Bellini Papadakis Ferrante Camilleri Segura",
    ),
    "slavic": (
        "Katarzyna Milena Oksana Jelena Zuzana",
        "Tomasz Bohdan Goran Ondřej Petar",
        "Kowalczyk Petrenko Jovanović Novotná Dimitrov Horvat Lewandowska",
    ),
    "baltic_balkan": (
        "Ilze Rasa Ioana Arta Nino",
        "Andris Jonas Radu Besnik Giorgi",
        "Ozoliņa Petrauskas Ionescu Hoxha Beridze",
    ),
    "south_asian": (
        "Anjali Farzana Nadeesha Sabina Tshering",
        "Rohan Imran Kavinda Bikash Karma",
        "Chowdhury Perera Sharma Rahman Thapa Iyer Dorji Qureshi",
    ),
    "south_east_asian": (
        "Siti Malee Linh Maricel Dewi",
        "Arif Somchai Minh Jomar Budi",
        "Rahardjo Srisai Nguyen Dimaculangan Binti_Yusof Sok Phommachanh",
    ),
    "chinese": ("Meiling Xiaoyun Jing", "Weiguo Haoran Jun", "Zhao Liang Sun Fang"),
    "japanese_korean": (
        "Haruka Yumi Ji-woo Seo-yeon",
        "Kenta Hiroshi Min-jun Tae-ho",
        "Moriyama Ishikawa Kang Han Okada",
    ),
    "mongol": ("Sarnai Oyuun", "Bat-Erdene Temuulen", "Ganbold Dashdorj"),
    "pacific": ("Sera Leilani Mele Litia", "Sione Tevita Ratu Ioane", "Tuivaga Fonua Leavasa Kaumaitotoya Tekinene"),
}

# Where a delegation is not named here, its regional group decides.
_BY_COUNTRY: dict[str, str] = {
    "arabic": "DZ EG LY MA TN SD SA JO LB IQ KW OM QA AE BH YE SY PS MR",
    "persian": "IR AF TJ",
    "turkic": "TR AZ KZ KG UZ TM",
    "east_african": "KE TZ UG ET SO RW BI DJ ER SS KM MG SC MU",
    "west_african": "GH NG SN ML BF CI TG BJ GN SL LR GM NE",
    "central_african": "CM CG CD GA CF TD GQ",
    "southern_african": "ZA ZM ZW BW NA LS SZ MW MZ",
    "portuguese": "PT AO CV GW ST TL",
    "brazilian": "BR",
    "caribbean": "JM BB TT BS GY LC GD AG DM KN VC BZ HT SR",
    "anglo": "GB IE CA AU NZ US",
    "french": "FR BE LU MC",
    "germanic": "DE AT CH NL LI",
    "nordic": "SE NO DK FI IS",
    "southern_european": "IT GR ES MT CY SM AD IL VA EU",
    "slavic": "PL CZ SK UA BG RS HR SI BA ME MK BY RU",
    "baltic_balkan": "LV LT EE RO MD AL GE AM HU",
    "south_asian": "IN BD LK NP PK BT MV",
    "south_east_asian": "ID TH VN PH MY KH LA MM SG BN",
    "chinese": "CN",
    "japanese_korean": "JP KR KP",
    "mongol": "MN",
    "pacific": "FJ TO WS PG VU SB KI MH FM PW NR TV",
}
_OF_COUNTRY = {iso2: culture for culture, countries in _BY_COUNTRY.items() for iso2 in countries.split()}
_OF_GROUP = {
    "african": "west_african",
    "asia_pacific": "south_asian",
    "eastern_european": "slavic",
    "latin_american_caribbean": "spanish",
    "western_european_others": "germanic",
}
_FAMILY_FIRST = {"chinese"}


@dataclass(frozen=True)
class Name:
    """A person's name as it is written, and the gender it was made for."""

    full: str
    is_woman: bool


class Names:
    """Gives each full name once."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.given: set[str] = set()

    def person(self, iso2: str, group: str) -> Name:
        culture = _OF_COUNTRY.get(iso2) or _OF_GROUP.get(group, "anglo")
        women, men, families = (part.split() for part in _NAMES[culture])
        while True:
            is_woman = self.chance.random() < 0.6
            first = self.chance.choice(women if is_woman else men)
            family = self.chance.choice(families).replace("_", " ")
            full = f"{family} {first}" if culture in _FAMILY_FIRST else f"{first} {family}"
            if full not in self.given:
                break
            # Small stocks run out: a second family name makes another person.
            full = f"{full}-{self.chance.choice(families).replace('_', ' ')}"
            if full not in self.given:
                break
        self.given.add(full)
        return Name(full, is_woman)
