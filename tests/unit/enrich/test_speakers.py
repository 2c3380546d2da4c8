"""Who is meant by the words around a quotation, by kind: where the verb stands, nouns, bodies, several people."""

import pytest

from services.enrich.speech import quotes
from tests.unit.enrich.made_entities import entities
from tests.unit.enrich.test_quotes import read, sentences
from tests.unit.growth import Work, is_linear

# language, text, people, organizations, and who says each quotation.
Row = tuple[str, str, str, str, list[str | None]]

# Any word may be the verb between the marks and somebody; days, recipients and manners may stand between the two.
POSITION: list[Row] = [
    ("fr", "« C’est fini », bougonna à mi-voix Paul Noir.", "Paul Noir", "", ["Paul Noir"]),
    ("fr", "« On attend », zézaye tout bas une riveraine.", "", "", ["une riveraine"]),
    ("fr", "« Nous restons », a confié lundi soir à l’AFP Jean Blanc, élu de Dax.", "", "AFP", ["Jean Blanc"]),
    ("fr", "« Tout est prêt », plaide de son côté la SNCF.", "", "SNCF", ["SNCF"]),
    ("fr", "« Tout est faux », s’est emportée hier soir la tête de liste, Anne Roux.", "Anne Roux", "", ["Anne Roux"]),
    ("en", '"We need rain," explained in the course of the visit the farmer Tom Hale.', "", "", ["Tom Hale"]),
    ("en", '"It is, in a word, over." It is, said Hale, a pity: "I liked it here."', "Hale", "", ["Hale", "Hale"]),
    ("en", '"The pump is broken," its chief engineer, Ben Kato, said by phone.', "Ben Kato", "", ["Ben Kato"]),
    ("en", '"I saw it on the news," said dairy farmer Pat Moss, 70.', "", "", ["Pat Moss"]),
    ("en", '"Wash your hands," said Dr. Ana Ruiz, who runs the ward.', "Ana Ruiz", "", ["Ana Ruiz"]),
    ("es", "«No hay agua», clamó este martes la alcaldesa de Ronda, Eva Gil.", "Eva Gil", "", ["Eva Gil"]),
    ("es", "El plan «llega muy tarde y muy mal», según informó ayer la ministra Eva Gil.", "Eva Gil", "", ["Eva Gil"]),
    ("de", "„Alles ist geklärt und erledigt“, zeigte sich die Staatsanwaltschaft zufrieden.", "", "",
     ["die Staatsanwaltschaft zufrieden"]),
    ("it", "«Non molliamo», gli fa eco il capitano, Ugo Neri.", "Ugo Neri", "", ["Ugo Neri"]),
    ("it", "«Siamo stanchi di tutto questo». Così Ugo Neri, dopo la gara.", "Ugo Neri", "", ["Ugo Neri"]),
    ("it", "«Siamo – confessa Ugo Neri – stanchi di tutto.»", "Ugo Neri", "", ["Ugo Neri", "Ugo Neri"]),
    ("pt", "“Ninguém avisou”, garantiu na terça-feira à Lusa uma vizinha.", "", "Lusa", ["uma vizinha"]),
    ("fr", "« Tout est perdu », confie, amère, Marie Blanc, productrice.", "Marie Blanc", "", ["Marie Blanc"]),
    ("fr", "« Tout est perdu », a lancé, blême, le ministre, Paul Roux.", "Paul Roux", "", ["Paul Roux"]),
    ("fr", "« Tout est perdu », a dénoncé N'Guessan Firmin.", "N'Guessan Firmin", "", ["N'Guessan Firmin"]),
    ("nl", "„Het is mooi geweest”, foetert schepen Jan Claes.", "Jan Claes", "", ["Jan Claes"]),
]  # fmt: skip

# Who speaks is no "executive"; who only did what the subject suffered; how it was said is none of who said it.
AROUND: list[Row] = [
    ("en", "“We are quite pleased,” Chief Executive Jane Roe said in a statement.", "Jane Roe", "", ["Jane Roe"]),
    ("fr", "Le chef du gouvernement, nommé en mai par le président Paul Roux, s’est dit convaincu que l’État « perd "
     "beaucoup d’argent ».", "Paul Roux", "", ["Le chef du gouvernement"]),
    ("en", "In one, an adviser allegedly asked officials to “find a way out”.", "", "", ["an adviser"]),
]  # fmt: skip

# What a participle says of somebody was not said by him or her, but by whoever did it, if anybody is named.
DONE_TO: list[Row] = [
    ("fr", "Accusé par Jean Blanc d’être « le président des riches », Paul Roux a souri.", "Jean Blanc; Paul Roux", "",
     ["Jean Blanc"]),
    ("fr", "Qualifié de « menteur invétéré » par Anne Noir, Paul Roux a quitté la salle.", "Anne Noir; Paul Roux", "",
     ["Anne Noir"]),
    ("fr", "Interrogé mardi, Paul Roux a dit « ne rien savoir de tout cela ».", "Paul Roux", "", ["Paul Roux"]),
    ("en", 'Accused by Ed Hale of being "a real coward", Tom Moss left.', "Ed Hale; Tom Moss", "", ["Ed Hale"]),
    ("en", 'Called "the bravest man in town" by the coroner, Tom Moss resigned.', "Tom Moss", "", ["the coroner"]),
    ("en", 'Ed Hale was there. Accused of being "a coward who always runs", Tom Moss left.', "Ed Hale; Tom Moss", "",
     [None]),
    ("en", 'Pat Hale, who was there, called it "a very bad joke".', "Pat Hale", "", ["Pat Hale"]),
    ("en", 'Asked if he would go, "No, never," Tom Moss said.', "Tom Moss", "", ["Tom Moss"]),
    ("es", 'Acusado por Eva Gil de ser "un cobarde total", Juan Paz sonrió.', "Eva Gil; Juan Paz", "", ["Eva Gil"]),
    ("it", 'Accusata da Eva Neri di essere "una vera bugiarda", Ida Gallo ha sorriso.', "Eva Neri; Ida Gallo", "",
     ["Eva Neri"]),
    ("pt", 'Rui Faro, descrito por Ana Melo como "um corrupto", negou tudo.', "Rui Faro; Ana Melo", "", ["Ana Melo"]),
    ("nl", 'Beschuldigd door Jan Claes van "pure lafheid", glimlachte Piet Bos.', "Jan Claes; Piet Bos", "",
     ["Jan Claes"]),
    ("de", "Der von Max Uhl als „ewiger Träumer“ bezeichnete Jan Egli lächelte.", "Max Uhl; Jan Egli", "", ["Max Uhl"]),
]  # fmt: skip

# A noun means whom the text has told of, if nothing speaks against it.
DESCRIBED: list[Row] = [
    ("fr", "La Suédoise Ida Berg a gagné devant Eva Holm. « J’ai tout donné », a dit la gagnante.",
     "Ida Berg; Eva Holm", "", ["Ida Berg"]),
    ("fr", "Ida Berg a gagné. L’élue est ravie. « Je reste », a-t-elle dit.", "Ida Berg", "", ["Ida Berg"]),
    ("fr", "Battu, Jon Etche n’a rien dit de plus. « Il était meilleur que moi », a lâché le Basque.",
     "Jon Etche", "", ["Jon Etche"]),
    ("fr", "Paul Noir, procureur, est venu. « C’est à nous de décider », a dit le maire.", "Paul Noir", "",
     ["le maire"]),
    ("fr", "Paul Noir est mort. « C’était un ami très cher », a dit le maire de Dax.", "Paul Noir", "",
     ["le maire de Dax"]),
    ("fr", "La ministre Anne Roux est venue. « Nous irons », a dit la diplomate.", "Anne Roux", "", ["Anne Roux"]),
    ("en", "The minister for water, Ron Tate, was calm. “We will wait,” the minister said.", "", "", ["Ron Tate"]),
    ("en", "A government official spoke to us. “No comment at all,” the official said.", "", "",
     ["A government official"]),
    ("en", "The mayor's sister held a photo. “He was kind,” she said.", "", "", ["The mayor's sister"]),
    ("de", "Verkehrsminister Max Uhl war da. „Wir prüfen das alles“, so der Minister.", "Max Uhl", "", ["Max Uhl"]),
    ("de", "Beat Egli seufzt. «Ich rede nicht gern mit Leuten», findet der Älpler.", "Beat Egli", "", ["Beat Egli"]),
    ("it", "È arrivato un cuoco di Lecce. «La padella era verde», ha detto l'uomo.", "", "", ["un cuoco"]),
    ("pt", "Presidiu o cardeal Rui Faro, bispo de Beja. “Há esperança”, afirmou o cardeal.", "Rui Faro", "",
     ["Rui Faro"]),
    ("nl", "Premier Piet Bos kwam langs. ‘Wij gaan door’, zei de premier.", "Piet Bos", "", ["Piet Bos"]),
]  # fmt: skip

# A noun that nobody has in the text means whoever was told of in its paragraph, but for offices and relatives.
OTHER_NOUNS: list[Row] = [
    ("fr", "Paul Noir, lui, proteste. « On nous a tout pris ici », lance l’élu d’opposition.", "Paul Noir", "",
     ["Paul Noir"]),
    ("fr", "Jean Blanc, 27 ans, a été arrêté. « Il a tout reconnu », a dit le procureur.", "Jean Blanc", "",
     ["le procureur"]),
    ("fr", "La capitaine Ana Roux a servi Ida Berg. « J’ai tiré sans regarder », a dit la Suédoise.",
     "Ana Roux; Ida Berg", "", ["Ana Roux"]),
    ("fr", "Servie par la capitaine Ana Roux, Ida Berg a marqué. « J’ai tiré », a dit la Suédoise.",
     "Ana Roux; Ida Berg", "", ["Ida Berg"]),
    ("fr", "Eva Holm a essuyé une larme. « Je vais enfin dormir », confie la dame de 81 ans.", "Eva Holm", "",
     ["Eva Holm"]),
    ("en", "Tess Boyle came on late. “I closed my eyes and hoped,” the 19-year-old said.", "Tess Boyle", "",
     ["Tess Boyle"]),
    ("en", "Sam Reed, 20, was charged. “He has told us everything,” said the district attorney.", "Sam Reed", "",
     ["the district attorney"]),
    ("en", "A clerk, Neil Moss, was jailed. “You stole from those who trusted you,” the judge told him.", "Neil Moss",
     "", ["the judge"]),
    ("pt", "A moradora Lia Prado perdeu a casa. “Só salvei os papéis”, contou a diarista de 52 anos.", "Lia Prado", "",
     ["Lia Prado"]),
    ("fr", "Le maire, Paul Noir, a rendu hommage à Jean Blanc, ancien maire. « Il a tout fait », a dit le maire.",
     "Paul Noir; Jean Blanc", "", ["Paul Noir"]),
    ("fr", "La mine est à la société Orvane, filiale de Zed. L’entreprise a dit « regretter cette triste affaire ».",
     "", "Orvane; Zed", ["Orvane"]),
]  # fmt: skip

# Such a noun means the only one of whom its paragraph tells, or the one before it.
ONLY_ONE: list[Row] = [
    ("en", "Farmer Ann Hale had joined.\n\n“I used to stop three times a day,” the alto said.", "Ann Hale", "",
     ["Ann Hale"]),
    # Two are told of, or somebody else in the paragraph itself; whose sister it is says nothing.
    ("fr", "Jean Blanc et Paul Noir sont là. « Ils reviennent en bande », dit le délégué général.",
     "Jean Blanc; Paul Noir", "", ["le délégué général"]),
    ("en", "Farmer Ann Hale had joined.\n\nA neighbour passes. “They come back in bands,” the alto said.",
     "Ann Hale", "", ["the alto"]),
    ("en", "Mayor Ann Hale opened the hall.\n\n“It leaks in every corner,” the alto said.", "Ann Hale", "",
     ["the alto"]),
    # The text ends with what says how somebody is called.
    ("en", "“I am not hearing well,” said a trader who gave only his first name", "", "", ["a trader"]),
    ("en", "Hale's sister wept. “We will not comment today,” the alto said.", "Hale", "", ["the alto"]),
]  # fmt: skip

# What is told of somebody between the name and the verb, what is in brackets, and which rank he or she has.
INSERTED: list[Row] = [
    ("pt", "A ministra, Eva Gil, que visitava o Hospital Central, em Viseu, disse que “a porta está aberta”.",
     "Eva Gil", "Hospital Central", ["Eva Gil"]),
    ("pt", "“Sem ela não tem serraria”, resumiu o coordenador do Instituto Verde (IV) em Altamira, Rui Faro.",
     "Rui Faro", "Instituto Verde", ["Rui Faro"]),
    ("fr", "Le porte-parole de l’armée au nord, le capitaine Jean Blanc, a nié. « On les aura tous », a-t-il dit.",
     "Jean Blanc", "", ["Jean Blanc"]),
    ("en", "“I am not hearing well,” said a trader who gave only his first name, Musa.", "", "", ["Musa"]),
    ("fr", "Arrivé en janvier, l’entraîneur Jean Blanc sourit. « Sans lui, on perd ce match. »", "Jean Blanc", "",
     ["Jean Blanc"]),
    ("en", "“This is the sixth bridge to fall,” Hale remarked.", "Hale", "", ["Hale"]),
]  # fmt: skip

# Who only belongs to others, or stands in a clause about somebody else, is not meant.
OTHERS: list[Row] = [
    ("en", "Hale, whom Prime Minister Ben Kato named, wrote that jobs “cannot be weighed like fish”.",
     "Hale; Ben Kato", "", ["Hale"]),
    ("en", "The board denies it, and Hale said her members had “better things to do today”.", "Hale", "", ["Hale"]),
    ("fr", "Ana Roux est née ici. Fille d’un maçon de Dax, elle a fui. « On m’a tout appris », dit-elle.",
     "Ana Roux; Dax", "", ["Ana Roux"]),
    ("fr", "« C’est honteux », dit Paul Noir. L’élu accuse l’arbitre, Jon Etche. « Nous irons loin », a-t-il prévenu.",
     "Paul Noir; Jon Etche", "", ["Paul Noir", "Paul Noir"]),
    ("fr", "Paul Noir s’en méfie. Il tranche :\n\n« Les gens croient tout savoir de moi. »", "Paul Noir", "",
     ["Paul Noir"]),
    ("de", "Eine Sprecherin der Ministerin wies das zurück: «Alles wird ersetzt.»", "Eva Uhl", "",
     ["Eine Sprecherin der Ministerin"]),
    ("es", "«Venían muy cansados», explicó la jefa de la clínica en la isla, Eva Gil.", "Eva Gil", "", ["Eva Gil"]),
    ("es", "El músico Rui Gil ganó el Premio Oro. «Nadie nos entendía allí», decía el maestro.",
     "Rui Gil; Premio Oro", "", ["Rui Gil"]),
    ("en", "“We count all night,” said its secretary, Magda Nayar.", "", "Magda Nayar", ["Magda Nayar"]),
    ("en", "“You were trusted by all of them,” Judge Miriam Fell KC told him.", "", "", ["Miriam Fell"]),
    ("it", "La giunta attacca. «È un atto davvero irresponsabile», per la capogruppo Eva Neri.", "Eva Neri", "",
     ["Eva Neri"]),
    ("fr", "Paul Noir a lu l’étude. Pour lui, « le point de bascule est très proche ».", "Paul Noir", "",
     ["Paul Noir"]),
]  # fmt: skip

# What a paragraph before is about, what a statement goes on with, whom a relative only belongs to.
TOLD_BEFORE: list[Row] = [
    ("fr", "Restait à la passer. Jean Blanc n’avait jamais tapé ici.\n\n« J’ai regardé ma mère dans la tribune. »",
     "Jean Blanc", "", ["Jean Blanc"]),
    ("en", "“All is paid for,” Ann Hale said.\n\nThe statement added: “Nothing will distract us from it.”",
     "Ann Hale", "", ["Ann Hale", "Ann Hale"]),
    ("en", "“All is paid for,” Ann Hale said.\n\nBen Kato objected. The statement added: “Nothing will change at all.”",
     "Ann Hale; Ben Kato", "", ["Ann Hale", "The statement"]),
    ("fr", "Paul Noir est sabotier. Il vit dans la maison où son père, Marcel, est né. « Je parle au poêle », dit-il.",
     "Paul Noir; Marcel", "", ["Paul Noir"]),
    ("en", "Ben Kato spoke for the town. The savings were those of Mrs Mary Hale.\n\nMr Hale said his "
     "mother had wept. “She kept asking for me,” he said.", "Ben Kato; Mary Hale|Hale", "", ["Mr Hale"]),
    ("en", "The World Bank met. " + "Nothing else was done that day. " * 30 + "Barclays posted profits. "
     "“It was a good year,” the bank said.", "", "World Bank; Barclays", ["the bank"]),
    ("en", "Mary Hale was arrested. On Tuesday her lawyer, Jane Roe, met reporters. She said: “My client is innocent.”",
     "Mary Hale; Jane Roe", "", ["Jane Roe"]),
    ("en", "The Bank of Ruritania met. " + "Nothing else was done that day. " * 30 + "“It cannot help,” the bank said.",
     "", "Bank of Ruritania", ["Bank of Ruritania"]),
]  # fmt: skip

# Bodies and papers speak as well, and are called by a noun or by "it".
BODIES: list[Row] = [
    ("fr", "Orvane a perdu un marché. « Nous restons confiants », a dit l’entreprise.", "", "Orvane", ["Orvane"]),
    ("fr", "La préfecture de l’Orne a averti. « La route est coupée », précise la préfecture.",
     "", "préfecture de l’Orne", ["préfecture de l’Orne"]),
    ("fr", "« La nappe est au plus bas », peut-on lire dans le rapport.", "", "", ["le rapport"]),
    ("fr", "« Ni pain ni paix », pouvait-on lire sur une banderole.", "", "", ["une banderole"]),
    ("en", "The school's own review is grim. “No one acted on this,” it says.", "", "", ["The school's own review"]),
    ("de", "»Es gab keine Warnung«, heißt es in dem Gutachten.", "", "", ["dem Gutachten"]),
    ("it", "«Vengono pagati – si legge nel documento – e poi lasciati.»", "", "", ["documento", "documento"]),
    ("es", "La Cámara de Minas habló. «Es un abuso enorme», dijo la entidad.", "", "Cámara de Minas",
     ["Cámara de Minas"]),
]  # fmt: skip

# Somebody speaks for a body: "one" does at it, or several do from it; a pronoun means the body the text tells of.
VOICES: list[Row] = [
    ("fr", "Chez Orvane, on assure que « tout ira bien demain ».", "", "Orvane", ["Orvane"]),
    ("fr", "« Nous attendons un signe », glisse-t-on à la mairie.", "", "", ["la mairie"]),
    ("fr", "Paul Noir, ministre, se tait. « Rien à dire », répond-on au ministère. Noir partira.", "Paul Noir", "",
     ["ministère"]),
    ("fr", "— Et vous, vous partez ? demande-t-on à Paul Noir.", "Paul Noir", "Orvane", [None]),
    ("fr", "Une voisine est venue. La régie des eaux rassure. « Tout est propre », assure-t-elle.", "", "",
     ["La régie des eaux"]),
    ("es", "Desde el Gobierno aseguran que «no hay dinero para más obras».", "", "", ["el Gobierno"]),
    ("it", "Si tratta ancora. Dal ministero fanno sapere: «I fondi sono già pronti».", "", "", ["ministero"]),
]  # fmt: skip

# Who is nobody in particular is called as printed.
UNNAMED: list[Row] = [
    ("fr", "« Menteur ! », a crié quelqu’un au fond. « Assez ! », a lancé un autre.", "", "",
     ["quelqu’un", "un autre"]),
    ("en", "“It was hot and dark,” said one, speaking at the gate.", "", "", ["one"]),
    ("de", "„Geh weg“, rief jemand. „Ich bleibe hier“, sagte ein anderer.", "", "", ["jemand", "ein anderer"]),
    ("es", "«Vete ya», gritó alguien. «Me quedo aquí», dijo otra.", "", "", ["alguien", "otra"]),
    ("it", "«Vattene», ha gridato qualcuno. «Resto qui», ha detto un altro.", "", "", ["qualcuno", "un altro"]),
    ("pt", "“Sai daqui”, gritou alguém. “Fico aqui”, disse outro.", "", "", ["alguém", "outro"]),
    ("nl", "‘Weg hier’, riep iemand. ‘Ik blijf staan’, zei een ander.", "", "", ["iemand", "een ander"]),
]  # fmt: skip

# What keeps a noun and a name apart; what leads a sentence and is nobody; a trade beside a function.
APART: list[Row] = [
    ("pt", "O vereador Rui Faro saiu. Em nota, a defesa disse que Rui Faro “é vítima de um erro”.", "Rui Faro", "",
     ["a defesa"]),
    ("fr", "Paul Noir se lève. Silence. « Il faut en finir. »", "Paul Noir", "", [None]),
    ("fr", "« Rien à ajouter », dit Paul Noir.\n\nDevant la grille, une infirmière soupire. « On est si fatigués. »",
     "Paul Noir", "", ["Paul Noir", "une infirmière"]),
    ("es", "El dirigente Luis Paz habló. «Es una calumnia», dijo el líder campesino.", "Luis Paz", "", ["Luis Paz"]),
    ("en", "The mayor, Ron Tate, grinned. “Call it long experience,” said the retired teacher.", "Ron Tate", "",
     ["Ron Tate"]),
]  # fmt: skip

# Several people, or one of them.
SEVERAL: list[Row] = [
    ("fr", "« Nous partons », écrivent les dix élus centristes. « C’est ainsi », précisent-ils.", "", "",
     ["les dix élus centristes", "les dix élus centristes"]),
    ("fr", "Des élèves attendent. « J’ai un devoir de maths », a souri l’un d’eux.", "", "", ["l’un d’eux"]),
    ("en", "Two hikers were found. “We were lucky,” said one of them.", "", "", ["one of them"]),
    ("es", "Llegaron dos pastores. «Hace mucho frío», dijo uno de ellos.", "", "", ["uno de ellos"]),
]  # fmt: skip

# Sentences that lead to speech, or follow it, without a verb of saying.
LEADS: list[Row] = [
    ("fr", "À la fenêtre, son épouse soupire. « On ne peut plus attendre ici. »", "", "", ["son épouse"]),
    ("fr", "L’accusé s’est levé. Puis, d’une voix sourde : « Je n’ai rien fait. »", "", "", ["L’accusé"]),
    ("fr", "Un usager : « Ce train existe-t-il vraiment ? »", "", "", ["Un usager"]),
    ("fr", "« Je n’étais pas là », dit-elle en riant. Rose Malo, 90 ans, sert le café.", "Rose Malo", "",
     ["Rose Malo"]),
    ("fr", "Interrogée, Anne Roux s’en tient à une phrase : « Je ne sais pas. »", "Anne Roux", "", ["Anne Roux"]),
    ("fr", "Personne n’a bougé. « C’est la vie », souffle tristement Paul Noir.", "Paul Noir", "", ["Paul Noir"]),
    ("en", "“They were faster than us.” Gallo wiped his face.", "Gallo", "", ["Gallo"]),
    ("en", "Asked if he would go, Gallo smiled: “Ask my wife about it.”", "Gallo", "", ["Gallo"]),
    ("de", "Max Uhl verweist auf die Direktion. Diese teilte mit: „Wir bauen im Mai weiter.“", "Max Uhl", "Direktion",
     ["Direktion"]),
    ("es", "La alcaldesa de Ronda, Luz Mar Gil, dio las gracias. «Vinieron todos», ha subrayado.", "", "",
     ["Luz Mar Gil"]),
]  # fmt: skip

# What is asked stands in lines of its own, and one person answers; a verb behind its subject is of no one before it.
ANSWERS = "Ida Berg rentre.\n\nA-t-elle eu peur ?\n\n« Une seule fois », sourit-elle. « J’étais seule. »\n\n"
INTERVIEWS: list[Row] = [
    ("fr", f"{ANSWERS}Pourquoi ?\n\n« Parce que Jon Holm l’a dit. »\n\nEt demain ?\n\n« On verra bien. »",
     "Ida Berg; Jon Holm", "", ["Ida Berg"] * 4),
    ("fr", f"{ANSWERS}Et demain ?\n\n« On verra bien », répond la volcanologue.\n\nEt Jon Holm, « ce naïf » ?\n\n"
     "« C’est un ami. »", "Ida Berg; Jon Holm", "", ["Ida Berg"] * 4),
    ("fr", "Ida Berg est maire. Ida Berg part.\n\nPourquoi ?\n\n« Parce que tout est fini », répond Jon Holm.\n\nQui ?"
     "\n\n« Tout le monde. »\n\nQui d’autre ?\n\n« Personne d’autre. »", "Ida Berg; Jon Holm", "", ["Jon Holm"] * 3),
    ("fr", "Ida Berg rentre.\n\nPourquoi ?\n\n« Parce que tout est fini. »", "Ida Berg", "", [None]),
    ("de", "Max Uhl kam. Auf die Frage der Richterin Anna Berg, wie er es sehe, antwortete er: „Gar nicht so übel.“",
     "Max Uhl; Anna Berg", "", ["Max Uhl"]),
    ("en", "Jo Kington drove to a farm, where a neighbour, Cal Pugh, wanted to know what his wife had planted. “I call "
     "it the tall one,” said Pugh. He took the apple. “Well, there we are.”",
     "Jo Kington; Cal Pugh|Pugh", "", ["Cal Pugh", "Cal Pugh"]),
    ("it", "Fuori, una pensionata stringeva la borsa. «Io prego anche da sola», sussurrava, «ma cantare è brutto».",
     "", "", ["una pensionata", "una pensionata"]),
    ("it", "Arriverà Ugo Neri. «Mi dicono che fa freddo», ha raccontato al settimanale La Vita Cattolica.",
     "Ugo Neri", "La Vita Cattolica", ["Ugo Neri"]),
    ("de", "Ein früherer Lebensgefährte kam. Anna Uhl ging. „Ich will nur wissen, warum“, sagte sie in der Pause.",
     "Anna Uhl", "", ["Anna Uhl"]),
    ("de", "Vorsitzende Anna Uhl hat Helfer. „Und wenn wir selbst grillen müssen“, sagte sie und lachte.",
     "Anna Uhl", "", ["Anna Uhl"]),
    ("pt", "Ida Berg morreu. “É uma perda enorme”, disse a ministra Eva Gil.\n\nEm maio, a enfermeira viajou. "
     "“Não me esperem para jantar”, brincou.", "Ida Berg; Eva Gil", "", ["Eva Gil", "a enfermeira"]),
]  # fmt: skip


class TestSpeakers:
    @pytest.mark.parametrize(
        "row",
        [
            *(*POSITION, *DESCRIBED, *OTHER_NOUNS, *OTHERS, *BODIES, *VOICES, *UNNAMED, *APART, *SEVERAL, *LEADS),
            *(*INTERVIEWS, *TOLD_BEFORE, *ONLY_ONE, *INSERTED, *DONE_TO, *AROUND),
        ],
        ids=lambda row: f"{row[0]}: {row[1][:50]}",
    )
    def test_who_speaks(self, row: Row) -> None:
        language, text, people, organizations, speakers = row
        found = read(text, language, people, organizations)
        assert [quote.speaker and quote.speaker.name for quote in found] == speakers

    @pytest.mark.parametrize(
        ("language", "text", "nouns"),
        [
            ("es", "La ministra López criticó a Sacyr. «No habrá retrasos», dijo la {}.", "constructora distribuidora"),
            ("fr", "Le ministre Pérez a critiqué Sacyr. « Pas de retard », a dit le {}.", "gestionnaire fournisseur"),
            ("en", "Minister López criticised Sacyr. “There will be no delays,” the {} said.", "importer wholesaler"),
        ],
    )
    def test_a_company_is_no_person(self, language: str, text: str, nouns: str) -> None:
        for noun in nouns.split():
            debate = f"María López, Juan Pérez. {text.format(noun)}"
            [quote] = read(debate, language, "María López|López; Juan Pérez|Pérez", "Sacyr")
            assert quote.speaker is None or quote.speaker.entity is None, noun

    def test_somebody_who_is_no_entity_is_none_however_often_named(self) -> None:
        found = read("The minister for water, Ron Tate, was calm. “We will wait,” the minister said.", "en")
        assert [(quote.speaker.name, quote.speaker.entity) for quote in found if quote.speaker] == [("Ron Tate", None)]

    def test_who_is_called_by_a_noun_is_less_sure_than_who_is_named(self) -> None:
        found = read("Ida Berg a gagné. « Oui », dit Ida Berg. « J’ai tout donné », dit la gagnante.", "fr", "Ida Berg")
        sure = [quote.speaker.confidence for quote in found if quote.speaker]
        assert sure[0] >= 0.9 > sure[1]


class TestAnyLength:
    @pytest.mark.parametrize(
        "unit",
        ["« a b c d », dit la gagnante. ", "le maire ", "l’homme a vu un homme. « a b c d » ", "Ida Berg. « a » "],
    )
    def test_time_grows_with_the_text_and_no_faster(self, unit: str) -> None:
        def prepare(size: int) -> Work:
            text = unit * (size // len(unit))
            spans, named = sentences(text), entities(text, "Ida Berg")
            return lambda: quotes.find(text, "fr", spans, named)

        assert is_linear(prepare, 50_000)
