"""Invented organisations of all kinds, as unevenly spread over the regions as those that really apply."""

from dataclasses import dataclass

from accounts.models import RegionalGroup, StakeholderKind
from dialogue_portal.demo.people import Cast

# Out of a hundred applications: where the organisation works.
REGIONS = {
    RegionalGroup.WEOG: 36,
    RegionalGroup.AFRICAN: 24,
    RegionalGroup.ASIA_PACIFIC: 18,
    RegionalGroup.GRULAC: 15,
    RegionalGroup.EASTERN_EUROPEAN: 7,
}
KINDS = {
    StakeholderKind.NGO: 46,
    StakeholderKind.WOMENS_ORGANIZATION: 24,
    StakeholderKind.TRADE_UNION: 8,
    StakeholderKind.ACADEMIA: 8,
    StakeholderKind.PRIVATE_SECTOR: 6,
    StakeholderKind.HUMAN_RIGHTS_INSTITUTION: 5,
    StakeholderKind.FINANCE_INSTITUTION: 3,
}
COUNTRIES = {
    RegionalGroup.AFRICAN: "KE GH SN TZ ZM NG MA RW ZA ET",
    RegionalGroup.ASIA_PACIFIC: "BD NP PH FJ JO ID LK IN VN JP",
    RegionalGroup.EASTERN_EUROPEAN: "GE RS PL UA MD AL",
    RegionalGroup.GRULAC: "EC PE UY MX CO JM BO BR",
    RegionalGroup.WEOG: "US US US GB CA FR DE SE ES AU",
}
PLACES = {
    RegionalGroup.AFRICAN: ["Lake Region", "Sahel", "Great Rift", "Delta", "Highlands", "Coastal", "Savannah", "Cape"],
    RegionalGroup.ASIA_PACIFIC: ["Mekong", "Island", "Monsoon", "Hill Districts", "Lagoon", "Silk Road", "Archipelago"],
    RegionalGroup.EASTERN_EUROPEAN: ["Carpathian", "Danube", "Black Sea", "Baltic Shore"],
    RegionalGroup.GRULAC: ["Andean", "Altiplano", "Pacific Coast", "Orinoco", "Isthmus", "Caribbean"],
    RegionalGroup.WEOG: [
        "Northern",
        "Harbour",
        "Continental",
        "Prairie",
        "Fjord",
        "Atlantic",
        "Riverside",
        "Metropolitan",
    ],
}
WORK = {
    StakeholderKind.NGO: [
        "Care Economy Network",
        "Safe Water Initiative",
        "Social Floors Coalition",
        "Mobility for All",
        "Rural Services Alliance",
        "Older Persons’ Action",
        "Disability Rights Watch",
        "Health Posts Trust",
    ],
    StakeholderKind.WOMENS_ORGANIZATION: [
        "Women’s Cooperative Union",
        "Girls’ Futures Fund",
        "Market Women’s Assembly",
        "Women Farmers’ Forum",
        "Migrant Women’s Circle",
        "Widows’ Rights Association",
    ],
    StakeholderKind.TRADE_UNION: ["Domestic Workers’ Union", "Public Services Federation", "Garment Workers’ Union"],
    StakeholderKind.PRIVATE_SECTOR: ["Transit Builders", "Mobile Payments Group", "Solar Mini-Grids"],
    StakeholderKind.FINANCE_INSTITUTION: ["Development Bank", "Municipal Finance Facility"],
    StakeholderKind.HUMAN_RIGHTS_INSTITUTION: ["Equality Commission", "Office of the Ombudsperson"],
    StakeholderKind.ACADEMIA: [
        "Institute for Social Policy",
        "Centre for Gender and Infrastructure",
        "School of Public Health",
    ],
}


@dataclass(frozen=True)
class Profile:
    """What an organisation is called, is, and where it works and sits."""

    name: str
    kind: StakeholderKind
    region: RegionalGroup
    country: str


def profiles(cast: Cast, count: int) -> list[Profile]:
    """`count` different organisations."""
    chance = cast.chance
    made: dict[str, Profile] = {}
    while len(made) < count:
        region = chance.choices(list(REGIONS), list(REGIONS.values()))[0]
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        country = chance.choice(COUNTRIES[region].split())
        name = f"{chance.choice(PLACES[region])} {chance.choice(WORK[kind])}"
        made.setdefault(name, Profile(name, kind, region, country))
    return list(made.values())
