"""What people write who neither write English nor German, and how they are answered."""

from lifelong.simulation.letters import Words

#: by topic and language
ABROAD: dict[tuple[str, str], Words] = {
    ("Where is my order", "fr"): Words(
        "Commande {order} : toujours rien",
        "Bonjour,\n\nj'ai commandé « {product} » la semaine dernière et le suivi n'a pas bougé "
        "depuis quatre jours. Pourriez-vous vérifier ?\n\nMerci d'avance\n{first}",
        "Bonjour {first},\n\nvotre colis était resté au dépôt ; il est reparti ce matin et devrait "
        "arriver d'ici deux jours. Sinon, écrivez-moi et je vous en renvoie un.\n\n{hero}",
        "Il est arrivé ce matin, merci beaucoup ! Puis-je garder la caisse en bois ou "
        "faut-il la renvoyer ?",
        "Gardez-la : elle fait une très bonne jardinière.\n\n{hero}",
    ),
    ("Damaged item", "fr"): Words(
        "Article abîmé à l'arrivée",
        "Bonjour, « {product} » (commande {order}) est arrivé fendu. Le carton était intact. Que "
        "fait-on ?\n{first}",
        "Bonjour {first},\n\nje suis désolée. Un nouveau part aujourd'hui ; gardez l'ancien.\n\n"
        "{hero}",
    ),
    ("Care and use", "fr"): Words(
        "Question d'entretien",
        "Bonjour, comment nettoyer « {product} » ? La notice a pris la pluie. Merci ! {first}",
        "Bonjour {first},\n\nde l'eau tiède et une brosse douce suffisent.\n\n{hero}",
    ),
    ("Where is my order", "nl"): Words(
        "Waar blijft {order}?",
        "Hallo,\n\nmijn bestelling zou dinsdag komen, maar de tracking staat stil. Weten jullie "
        "meer?\n\nGroet,\n{first}",
        "Hallo {first},\n\nhet pakket lag een dag te lang in het depot en komt morgen.\n\n{hero}",
    ),
    ("Damaged item", "nl"): Words(
        "Beschadigd aangekomen",
        "Goedemiddag, „{product}” uit {order} heeft een barst. Kan ik een nieuwe krijgen? {first}",
        "Goedemiddag {first},\n\nnatuurlijk, hij gaat vandaag op de post.\n\n{hero}",
    ),
    ("Where is my order", "pl"): Words(
        "Gdzie jest {order}?",
        "Dzień dobry,\n\nzamówiłam „{product}” i od poniedziałku przesyłka stoi w miejscu. Czy "
        "mogą Państwo sprawdzić?\n\nPozdrawiam\n{first}",
        "Dzień dobry,\n\npaczka ruszyła dziś rano i będzie pojutrze.\n\n{hero}",
    ),
    ("How to return", "pl"): Words(
        "Zwrot {order}",
        "Dzień dobry, „{product}” jest za małe. Jak mogę odesłać i kto płaci? {first}",
        "Dzień dobry,\n\nmy płacimy. Etykieta: https://hollerbusch.example/returns/{order}\n\n"
        "{hero}",
    ),
    ("Where is my order", "it"): Words(
        "Ordine {order}",
        "Buongiorno,\n\naspetto «{product}» da dieci giorni. Potete controllare dov'è?\n\nGrazie\n"
        "{first}",
        "Buongiorno {first},\n\nè ripartito stamattina e arriva entro giovedì.\n\n{hero}",
    ),
    ("Care and use", "it"): Words(
        "Come si pulisce?",
        "Salve, come si pulisce «{product}»? È bellissimo 🌿 {first}",
        "Salve {first},\n\nacqua tiepida e una spazzola morbida.\n\n{hero}",
    ),
    ("Where is my order", "es"): Words(
        "¿Dónde está el pedido {order}?",
        "Hola:\n\nel seguimiento de «{product}» lleva cuatro días igual. ¿Pueden mirarlo?\n\n"
        "Un saludo\n{first}",
        "Hola, {first}:\n\nya está en reparto y llega mañana.\n\n{hero}",
    ),
    ("Damaged item", "es"): Words(
        "Llegó roto",
        "Buenas tardes, «{product}» del pedido {order} llegó con una grieta 😢 {first}",
        "Buenas tardes, {first}:\n\nlo siento mucho. Hoy sale uno nuevo.\n\n{hero}",
    ),
    ("Where is my order", "he"): Words(
        "איפה ההזמנה {order}?",
        "שלום,\n\nהזמנתי את {product} לפני שבועיים והמעקב לא התעדכן מאז יום ראשון. אפשר לבדוק?\n\n"
        "תודה\n{first}",
        "שלום {first},\n\nהחבילה שוחררה הבוקר מהמכס ותגיע ביום חמישי.\n\n{hero}",
        "הגיעה היום, תודה רבה! האם אפשר לקבל חשבונית עם שם החברה?",
        "בוודאי, החשבונית נמצאת עכשיו בחשבון שלך.\n\n{hero}",
    ),
    ("Damaged item", "he"): Words(
        "הגיע שבור",
        "היי, {product} מההזמנה {order} הגיע עם סדק. מה עושים? {first}",
        "היי {first},\n\nמצטערים מאוד. חדש יוצא אליך היום, את הישן אפשר להשאיר.\n\n{hero}",
    ),
    ("Where is my order", "ar"): Words(
        "أين طلبي {order}؟",
        "مرحباً،\n\nطلبت {product} قبل أسبوعين ولم يتغير وضع الشحنة منذ أربعة أيام. هل يمكنكم "
        "التحقق من ذلك؟\n\nشكراً لكم\n{first}",
        "مرحباً {first}،\n\nغادرت الشحنة الجمارك هذا الصباح وستصل يوم الخميس.\n\n{hero}",
    ),
    ("Care and use", "ar"): Words(
        "سؤال عن العناية",
        "السلام عليكم، كيف أنظف {product}؟ وهل يتحمل الشمس القوية في الصيف؟ {first}",
        "وعليكم السلام {first}،\n\nالماء الدافئ وفرشاة ناعمة يكفيان، والظل أفضل وقت الظهيرة.\n\n"
        "{hero}",
    ),
}
