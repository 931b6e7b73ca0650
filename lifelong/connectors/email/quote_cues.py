"""The words by which mail programs announce what they quote, in the languages they speak."""

import re

# "On Monday, Ana wrote:", the verb in some thirty languages.
_WROTE = (
    r"wrote|writes|schrieb(?:en)?|a écrit|écrit|escribi[óo]|ha escrito|va escriure|ha scritto|"
    r"scrive|escreveu|schreef|skrev|kirjoitti|napisał(?:\(a\)|a)?|napisal(?:\(a\)|a)?|napsala?|"
    r"napísala?|написал(?:\(а\)|а)?|писал(?:\(а\)|а)?|пишет|написа|напише|a scris|írta|yazdı|"
    r"yazmış|έγραψε|skrifaði|rašė|rakstīja|kirjutas|je napisao|je napisala|viết|menulis|"
    r"כתב|כתבה|كتب|เขียน|写道|寫道|写信给您|のメッセージ|のメール|作成|작성|님이 작성|idatzi"
)
WROTE = re.compile(rf"(?:{_WROTE})", re.IGNORECASE)
WROTE_AT_END = re.compile(
    rf"(?:{_WROTE})(?: (?:het volgende|følgende|följande|ci-dessous|:))?"
    r"(?:\s*[<(][^<>()\n]{3,200}[>)])?\s*[:：]$",
    re.IGNORECASE,
)
WROTE_INSIDE = re.compile(r"\b(?:schrieb|skrev|schreef|wrote|escribió|napisał)\b", re.IGNORECASE)
STARTS = re.compile(
    r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|Dňa|W dniu|Dnia|Il giorno|Pada|Vào|Em|Ter|"
    r"Date|At|Um|Kl\.?|Pe|În|Στις|В|Во|на|A|On behalf of)\b|在|于|20\d\d ?[年/.-]|[\"'*]?\d",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:19|20)\d\d\b|\d\d?[:.h]\d\d|\d\d?[./-]\d\d?|\d\d?\s?[月日]|@")
CERTAINLY_DATED = re.compile(r"(?:19|20)\d\d|\d[:h]\d\d|@")
# "2016-03-03 17:21 GMT+01:00 Some One", "2013/7/20 sam <sam@example.com>"
BARE_DATE = re.compile(
    r"^(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?: \d\d?:\d\d)?(?:"
    r" (?:GMT|UTC)[+-]\d\d:?\d\d .{1,150}| .{1,100}<[^<>]{3,200}@[^<>]{1,200}>:?)$"
)
# '30.09.2017, 18.30, "Ana" <ana@example.com>:'
DATED_WRITER = re.compile(
    r"(?:(?:19|20)\d\d\b.{0,40}\b\d\d?[:.]\d\d\b|\b\d\d?[:.]\d\d\b.{0,40}\b(?:19|20)\d\d\b)"
    r".{0,150}<[^<>\s]{1,64}@[^<>\s]{1,255}>\s?[:：]$"
)
WITHOUT_COLON = re.compile(r"^On .{5,120}\d\d?:\d\d.{1,120}<[^<>\s]+@[^<>\s]+> wrote$")
ZOHO = re.compile(r"^-{3,5} ?(?:On|Am|Le|El|Il|Em|Op) .{10,300} -{3,5}$", re.IGNORECASE)

SEPARATOR = re.compile(
    r"^[*_\s]*[-_=—–]{2,}\s*(?:"
    r"(?:Reply |Begin )?(?:Original|Forwarded|Quoted) (?:Message|Mail|Text|Nachricht)|"
    r"(?:Original|Forward)\w* ?(?:message|mail)?|Ursprüngliche (?:Nachricht|Mail|E-Mail)|"
    r"Original ?nachricht|(?:Weitergeleitete|Anfang der weitergeleiteten) (?:Nachricht|Mail)|"
    r"Message (?:d'origine|original|transféré|initial|reçu)|Message transféré|Mail original|"
    r"Courriel original|Mensaje (?:original|reenviado)|Mensagem (?:original|encaminhada)|"
    r"Messaggio (?:originale|inoltrato)|Oorspronkelijk bericht|Doorgestuurd bericht|"
    r"(?:Ursprungligt|Vidarebefordrat|Originalt) meddelande|Original(?:t)? (?:besked|melding)|"
    r"Oprindelig (?:meddelelse|besked)|Videresendt (?:meddelelse|melding)|"
    r"Opprinnelig melding|Alkuperäinen viesti|(?:Välitetty|Edelleenlähetetty) viesti|"
    r"(?:Oryginalna|Wiadomość oryginalna|Przekazana|Wiadomość przekazana)(?: wiadomość)?|"
    r"P[ůu]vodn[íi] (?:zpr[áa]va|e-mail)|Přeposlaná zpráva|Pôvodná správa|"
    r"Исходное сообщение|Пересылаемое сообщение|Original Message|Orijinal (?:ileti|mesaj)|"
    r"İletilen mesaj|Eredeti üzenet|Mesaj original|元のメッセージ|転送(?:された)?メッセージ|"
    r"原始邮件|原始郵件|转发邮件|邮件原件|원본 (?:메시지|메일)|전달된 메시지"
    r")[^\n]{0,60}?[-_=—–]{2,}[*_\s]*$",
    re.IGNORECASE,
)
FORWARD_LINE = re.compile(
    r"^(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|"
    r"Début du message (?:transféré|réexpédié)|Inizio messaggio inoltrato|"
    r"Inicio del mensaje reenviado|Begin doorgestuurd bericht|Vidarebefordrat brev|"
    r"Início da mensagem (?:reencaminhada|encaminhada))\s*:$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^[*_\s]{0,4}(?:"
    r"From|Sent|To|Subject|Date|Cc|Bcc|Reply[- ]To|Organization|Importance|"
    r"Von|Gesendet|An|Betreff|Datum|Kopie|Antwort an|"
    r"De|Envoyé(?: le)?|À|A|Objet|Sujet|Copie(?: à)?|Répondre à|"
    r"Enviado(?: el| em)?|Para|Asunto|Assunto|Fecha|Data|"
    r"Da|Inviato|Oggetto|Van|Verzonden|Aan|Onderwerp|"
    r"Från|Skickat|Till|Ämne|Fra|Sendt|Til|Emne|Dato|Lähettäjä|Lähetetty|Vastaanottaja|Aihe|"
    r"Od|Wysłano|Wysłane|Do|Temat|DW|Odesláno|Komu|Předmět|Odoslané|Predmet|Kópia|"
    r"От|Отправлено|Кому|Тема|Дата|Копия|Від|Надіслано|"
    r"Kimden|Gönderme|Gönderildi|Kime|Konu|Tarih|Feladó|Elküldve|Címzett|Tárgy|"
    r"差出人|送信日時|送信者|宛先|件名|日時|发件人|发送时间|收件人|主题|抄送|日期|"
    r"寄件者|寄件日期|收件者|主旨|보낸 ?사람|보낸 ?날짜|받는 ?사람|제목"
    r")[*_\s]{0,4}[:：][*_]?(?:\s|$|\S{2})",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"^[\s*_]{0,4}(?:"
    r"Sent (?:from|with|via|by) (?:my |the )?(?=[A-Z\"\[(<*m])|Get Outlook for|Sent using|"
    r"Von meinem .{2,60} gesendet|(?:Gesendet|Versendet) (?:von|mit|über) (?:meinem|meiner)?|"
    r"Diese Nachricht wurde von meinem|Envoyé (?:de(?:puis)?|à partir de|avec) |"
    r"Enviado (?:desde|do|de|a partir d[oe]) (?:mi|meu|o)?|Inviato da|Verzonden (?:vanaf|met|via)|"
    r"Skickat från|Sendt fra|Lähetetty (?:laitteesta|iPhonesta)|Wysłan[eo] z|Odesláno z|"
    r"Odoslané z|Отправлено (?:с|из)|Надіслано з|(?:iPhone|iPad|Samsung|Android).{0,30}"
    r"(?:'?(?:den|dan) gönderildi|から送信|发送|傳送|보냄)|Trimis de pe|發自我的|发自我的|从我的|"
    r"나의 .{1,20}에서 보냄"
    r")(?!.{140})[^.!?<]{0,50}(?:<[^<>]{1,120}>)?[.!]?[\s*_]*$|"
    r"^Sent from (?:my )?.{2,45}$",
)
