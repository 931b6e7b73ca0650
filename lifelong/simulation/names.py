"""Names and places of the people who buy at the made-up shop, by country. All of it is made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Land:
    language: str
    zone: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    #: postal code and town
    towns: tuple[str, ...]
    #: streets; {} is the number
    streets: tuple[str, ...]
    carriers: tuple[str, ...]
    #: numbers that regulators keep for films and books: "" where there are none for us
    phones: str = ""
    #: how many digits follow
    digits: int = 0


def _words(said: str) -> tuple[str, ...]:
    return tuple(said.split("|"))


GERMANY = Land(
    "de", "Europe/Berlin",
    _words(
        "Anna|Lena|Katharina|Sabine|Petra|Julia|Claudia|Ingrid|Monika|Heike|Franziska|Annika|"
        "Greta|Renate|Birgit|Thomas|Michael|Stefan|Andreas|Jürgen|Uwe|Lukas|Felix|Tobias|Jan|"
        "Matthias|Bernd|Florian|Klaus|Paul|Emre|Aylin|Hương|Dmitri|Nadja"
    ),
    _words(
        "Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Wagner|Becker|Schulz|Hoffmann|Schäfer|Koch|"
        "Bauer|Richter|Klein|Wolf|Schröder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Hofmann|"
        "Hartmann|Lange|Krause|Lehmann|Köhler|Maier|Herrmann|Walter|Groß|Böhm|Lenz|Yıldız|Nguyễn"
    ),
    _words(
        "10999 Berlin|20259 Hamburg|50733 Köln|80339 München|04229 Leipzig|01099 Dresden|"
        "70197 Stuttgart|28203 Bremen|30449 Hannover|79100 Freiburg|34117 Kassel|99084 Erfurt|"
        "48143 Münster|90429 Nürnberg|23552 Lübeck|72070 Tübingen"
    ),
    _words("Lindenallee {}|Gartenweg {}|Am Mühlbach {}|Schillerstraße {}|Kirchgasse {}|Rosenweg {}"
           "|Hauptstraße {}|Ahornweg {}|Feldstraße {}"),
    ("DHL", "DHL", "DHL", "DPD", "Hermes", "GLS"), "+49176040690", 2,
)  # fmt: skip
AUSTRIA = Land(
    "de", "Europe/Vienna",
    _words("Magdalena|Theresa|Valentina|Johanna|Elfriede|Maximilian|Sebastian|Leopold|Clemens"),
    _words("Gruber|Huber|Steiner|Moser|Pichler|Leitner|Eder|Wallner|Egger"),
    _words("1070 Wien|8010 Graz|5020 Salzburg|6020 Innsbruck|4020 Linz"),
    _words("Neubaugasse {}|Weinbergweg {}|Am Anger {}|Bergstraße {}"),
    ("Österreichische Post", "DPD"),
)  # fmt: skip
BRITAIN = Land(
    "en", "Europe/London",
    _words("Oliver|Amelia|Grace|William|Niamh|Daniel|Rosie|Harriet|George|Imogen|Callum|Amara|"
           "Priyanka|Kwame|Freya|Arthur|Meera|Ewan"),
    _words("Grant|Whitfield|Thackray|O'Connell|Osei|Abara|Hughes|Patel|Ashworth|MacLeod|Fletcher|"
           "Okonkwo|Bennett|Iyer|Pemberton|Walsh"),
    _words("BS6 5JT Bristol|EH10 4BF Edinburgh|M21 9AF Manchester|LS6 2EA Leeds|CF11 9HA Cardiff|"
           "NR2 3RL Norwich|SE22 8HU London"),
    _words("{} Orchard Lane|{} Mill Road|{} Church Street|{} Station Road|{} Elm Grove"),
    ("Royal Mail", "Evri"), "+447700900", 3,
)  # fmt: skip
FRANCE = Land(
    "fr", "Europe/Paris",
    _words("Camille|Chloé|Élodie|Margaux|Inès|Louis|Hugo|Théo|Baptiste|Jean-Christophe"),
    _words("Martin|Bernard|Lefèvre|Moreau|Marchand|Girard|Chevalier|Benali|Dubois"),
    _words("69007 Lyon|33000 Bordeaux|44000 Nantes|67000 Strasbourg|75011 Paris"),
    _words("{} rue des Lilas|{} avenue Jean Jaurès|{} chemin du Moulin"),
    ("Colissimo", "Chronopost"), "+336399800", 2,
)  # fmt: skip
NETHERLANDS = Land(
    "nl", "Europe/Amsterdam",
    _words("Sanne|Femke|Daan|Jeroen|Lotte|Bram|Annemiek|Ruben"),
    _words("de Vries|van den Berg|Jansen|Bakker|Visser|Mulder|van Dijk"),
    _words("3511 LX Utrecht|9711 NA Groningen|2312 EL Leiden|6811 KP Arnhem"),
    _words("Tuinstraat {}|Molenweg {}|Kerkplein {}"),
    ("PostNL", "DHL"),
)  # fmt: skip
POLAND = Land(
    "pl", "Europe/Warsaw",
    _words("Agnieszka|Małgorzata|Zofia|Jakub|Wojciech|Łukasz|Katarzyna"),
    _words("Kowalska|Wiśniewski|Wójcik|Kamińska|Zieliński|Dąbrowska|Szczepański"),
    _words("31-042 Kraków|50-101 Wrocław|80-830 Gdańsk|61-772 Poznań"),
    _words("ul. Ogrodowa {}|ul. Lipowa {}|ul. Polna {}"),
    ("InPost", "DPD"),
)  # fmt: skip
ITALY = Land(
    "it", "Europe/Rome",
    _words("Giulia|Francesca|Matteo|Lorenzo|Chiara|Alessandro"),
    _words("Rossi|Conti|Ferrari|Esposito|De Luca|Marchetti"),
    _words("39100 Bolzano|40121 Bologna|50122 Firenze|10121 Torino"),
    _words("Via Garibaldi {}|Via dei Tigli {}|Corso Italia {}"),
    ("Poste Italiane", "BRT"),
)  # fmt: skip
SPAIN = Land(
    "es", "Europe/Madrid",
    _words("Lucía|Rosa|Javier|Carmen|Íñigo|María del Carmen"),
    _words("Herrera|Delgado|García Núñez|Fernández de la Vega y Ortega|Etxeberria"),
    _words("46001 València|41001 Sevilla|48001 Bilbao|28004 Madrid"),
    _words("Calle Mayor {}|Calle del Olivo {}|Plaza Nueva {}"),
    ("Correos", "SEUR"),
)  # fmt: skip
ISRAEL = Land(
    "he", "Asia/Jerusalem",
    _words("נועה|יעל|איתן|תמר"),
    _words("כהן|לוי|מזרחי|אברהמי"),
    _words("6423806 תל אביב|3303117 חיפה"),
    _words("רחוב הגפן {}|שדרות בן גוריון {}"),
    ("Israel Post",),
)  # fmt: skip
EMIRATES = Land(
    "ar", "Asia/Dubai",
    _words("فاطمة الزهراء|ليلى|يوسف|خالد"),
    _words("الأنصاري|حداد|المنصوري|بن عبد العزيز"),
    _words("Dubai|Sharjah"),
    _words("Al Wasl Road {}|Jumeirah Street {}"),
    ("Aramex", "DHL Express"),
)  # fmt: skip

#: of a hundred customers so many live there
LANDS = [
    (GERMANY, 51), (AUSTRIA, 8), (BRITAIN, 16), (FRANCE, 6), (NETHERLANDS, 5), (POLAND, 4),
    (ITALY, 4), (SPAIN, 3), (ISRAEL, 2), (EMIRATES, 1),
]  # fmt: skip
#: as people call themselves
UNUSUAL = [
    ("Johanna Maria Freifrau von der Heide-Steinbrück zu Hohenlimburg", GERMANY),
    ("Lea 🌻 Sommer", GERMANY),
    ("karl-heinz", GERMANY),
    ("Wolfeschlegelsteinhausen-Bergerdorff", GERMANY),
    ("🐝 Imkerei Schönfeld GbR 🍯", GERMANY),
    ("Ayşe Gül Öztürk-Çelikkol", GERMANY),
    ("陳 美玲", BRITAIN),
    ("Ng", BRITAIN),
    ("فاطمة الزهراء بنت عبد الرحمن الأنصاري", EMIRATES),
]
