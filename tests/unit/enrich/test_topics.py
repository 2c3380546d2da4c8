"""Which of the 17 subjects an article is about: every subject in every language that has a lexicon."""

import time

import pytest
import yaml
from pydantic import ValidationError

from services.enrich.subjects import topic_lexicon, topics
from services.enrich.subjects.topic_lexicon import Subjects
from services.enrich.text import words

# The first two digits of the Media Topic, the language, a headline and what follows it.
BEGINNINGS = """\
01 en Scottish debut wins fiction prize. The jury praised a first novel set on a trawler, told by its cook.
01 fr Le quatuor Ébène ouvre la saison à Pleyel. Les quatre musiciens ont joué Schubert devant une salle comble.
01 es Málaga premia a una directora novel. Su primer largometraje cuenta la vida de dos actrices jubiladas.
01 pt Gulbenkian reabre com retrospetiva. Cem quadros da pintora estão expostos até março no museu de Lisboa.
01 de Staatstheater spielt wieder im alten Haus. Die Regisseurin inszeniert Schillers Räuber mit einem jungen Ensemble.
01 it Applausi per la nuova Tosca. Il soprano georgiano ha conquistato il pubblico del teatro San Carlo.
01 nl Nieuwe roman van Van Dis verschijnt in mei. De schrijver vertelt over zijn jeugd, meldt zijn uitgeverij.
02 en Two held over warehouse killing. Detectives searched a flat on Monday; the suspects are due in court.
02 fr Trois ans ferme pour le faux notaire. Le tribunal l’a reconnu coupable d’escroquerie ; il a fait appel.
02 es Cae una red que robaba coches de lujo. La policía detuvo a nueve personas y halló armas en un garaje.
02 pt Homem que matou o vizinho condenado a 18 anos. O tribunal de Évora deu como provado o homicídio.
02 de Juwelier in Graz ausgeraubt. Die Täter flüchteten zu Fuß, die Polizei sucht Zeugen.
02 it Spaccio davanti al liceo, due arresti. I carabinieri hanno sequestrato mezzo chilo di hashish.
02 nl Man uit Breda vast voor afpersing. De rechter-commissaris verlengde zijn voorarrest met twee weken.
03 en Ferry sinks off Luzon, dozens missing. Coast guard divers searched the wreck for survivors on Sunday.
03 fr Un train percute un camion près de Dole. Le conducteur est mort, onze passagers sont blessés.
03 es Un alud sepulta una aldea andina. Los bomberos buscan a veinte desaparecidos entre el lodo.
03 pt Fogo destrói fábrica de móveis em Paredes. Oitenta bombeiros combateram as chamas; não há feridos.
03 de Gasexplosion in Linz: Haus eingestürzt. Rettungskräfte bargen zwei Verletzte aus den Trümmern.
03 it Pullman nella scarpata, tre morti. I vigili del fuoco hanno estratto i feriti dalle lamiere.
03 nl Grote brand legt stal in de as. De brandweer kon honderd koeien redden, twee mensen raakten gewond.
04 en Lender raises forecast after strong quarter. Profit rose 12% and shares gained, the bank said.
04 fr Le fabricant de pneus relève ses prévisions. Le bénéfice a bondi au troisième trimestre, porté par l’Asie.
04 es La inflación se modera en mayo. Los precios subieron un 2,1 %, según el banco central.
04 pt Exportações de calçado caem 4%. As empresas do setor queixam-se da falta de encomendas.
04 de Autozulieferer mit Gewinneinbruch. Der Umsatz sank im zweiten Quartal, die Aktie verlor acht Prozent.
04 it Piazza Affari chiude in rialzo. Corrono le banche dopo i conti del trimestre, spread in calo.
04 nl Brouwer boekt minder winst. De omzet daalde door hogere prijzen, het aandeel verloor vier procent.
05 en Exam results narrow the gap. More pupils from poorer schools got top grades, the teachers' union said.
05 fr Le bac de français repoussé. Les lycéens passeront l’épreuve en juin, annonce le ministère de l’Éducation.
05 es Las aulas se quedan sin maestros de inglés. Doscientos colegios empezaron el curso sin docente.
05 pt Faltam professores de Matemática. Mais de dez mil alunos estão sem aulas desde setembro.
05 de Abitur künftig ohne Latein. Die Schulen erfahren im Herbst, welche Fächer geprüft werden.
05 it Maturità, torna la prova di greco. Gli studenti dei licei classici si preparano all'esame.
05 nl Tekort aan leraren groeit. Basisscholen sturen klassen naar huis, leerlingen missen lessen.
06 en Sea eagles breed again in Wales. Conservationists found two nests in a reserve closed to visitors.
06 fr L’estuaire envahi par les plastiques. Des associations réclament un plan contre la pollution du fleuve.
06 es El lince vuelve a la sierra. Una hembra ha criado en el parque natural, según los ecologistas.
06 pt Desmatamento recua no cerrado. Os satélites mostram menos queimadas, diz o instituto ambiental.
06 de Moor wird wieder vernässt. Das Naturschutzgebiet soll Kohlendioxid binden und seltene Vögel schützen.
06 it Il lago perde i suoi pesci. Le acque sono inquinate da scarichi, denuncia Legambiente.
06 nl Otter terug in de Biesbosch. Ecologen vonden sporen in het natuurgebied, het water is schoner.
07 en Whooping cough cases double. Doctors urge pregnant women to be vaccinated after two babies died.
07 fr Un robot opère la prostate à Amiens. Le chirurgien assure que les patients récupèrent plus vite.
07 es Faltan pediatras en los centros de salud. Las listas de espera crecen y los médicos piden refuerzos.
07 pt Urgência de Beja fecha à noite. O hospital não tem médicos para as escalas, admite a ministra da Saúde.
07 de Kliniken melden mehr Grippepatienten. Die Ärzte raten Älteren zur Impfung.
07 it West Nile, primo caso a Latina. Il paziente è ricoverato, l'Asl invita a difendersi dalle zanzare.
07 nl Huisartsen luiden de noodklok. Patiënten wachten weken op een afspraak, de zorg loopt vast.
08 en Cat comes home after nine years. Its owner, 84, had kept the bowl and cried when the neighbour rang.
08 fr Elle fête ses 108 ans avec un accordéon. La doyenne du village, centenaire, a valsé pour son anniversaire.
08 es Un perro recorre 300 kilómetros hasta su casa. Sus dueños ya lo daban por perdido; la foto se hizo viral.
08 pt Gato viaja de Faro a Braga dentro de um motor. A dona chorou no reencontro com o animal de estimação.
08 de Entlaufener Hund fährt allein Zug. Die Katze daheim freute sich weniger als sein Frauchen.
08 it La nonna compie 105 anni e offre da bere. Festa di compleanno per la centenaria del paese.
08 nl Tweeling trouwt met tweeling. De bruiloft op de verjaardag van hun opa werd een dubbel feest.
09 en Refuse workers walk out in Leeds. The union wants a pay rise; talks with the employer broke down.
09 fr Les éboueurs votent la grève. Le syndicat réclame une hausse des salaires et des embauches.
09 es Los conductores convocan paros en mayo. El sindicato exige subir los salarios y negociar el convenio.
09 pt Trabalhadores da limpeza param dois dias. O sindicato exige aumentos salariais à empresa.
09 de Lokführer legen Arbeit nieder. Die Gewerkschaft verlangt mehr Lohn und kürzere Arbeitszeiten.
09 it Metalmeccanici in piazza per il contratto. I sindacati proclamano otto ore di sciopero.
09 nl Personeel Schiphol dreigt met acties. De vakbond eist hogere lonen en minder werkdruk.
10 en A chef's guide to cooking with nettles. Three recipes for soup, pasta and a surprisingly good cocktail.
10 fr Cinq balades pour les vacances de Pâques. Sentiers, gîtes et bonnes tables au bord de la Loire.
10 es Rutas con buena mesa por la Rioja. Tres bodegas, un hotel con encanto y un restaurante de toda la vida.
10 pt Receita: o arroz-doce da avó. Leite, limão e canela, uma sobremesa para o fim de semana.
10 de Wandern mit Kindern im Harz. Vier Ausflüge mit Gasthaus, Spielplatz und Badesee.
10 it Le ricette di Pasqua degli chef. Agnello, carciofi e un dolce da preparare in cucina con i bambini.
10 nl Tien terrassen om de zomer te vieren. Van een camping met restaurant tot een strandtent op Texel.
11 en Prime minister reshuffles cabinet. Opposition parties called for an election after two ministers quit.
11 fr Le maire de Cahors ne se représentera pas. Trois candidats se disputent déjà son parti avant les municipales.
11 es El Congreso tumba el decreto. La oposición votó en contra y el Gobierno estudia otra ley.
11 pt Oposição chumba orçamento regional. O governo pode cair e há quem peça eleições antecipadas.
11 de Koalition streitet über das Wahlrecht. Der Kanzler mahnt die Fraktionen im Bundestag zur Einigung.
11 it Sfiducia al sindaco, il consiglio si scioglie. Si vota in primavera, la maggioranza si divide.
11 nl Kabinet valt over asielwet. De oppositie wil snel verkiezingen, de premier biedt ontslag aan.
12 en Bishop apologises to parishioners. The diocese will reopen the church and hold a mass on Sunday.
12 fr Le pèlerinage de Chartres fait le plein. Prêtres et fidèles ont marché trois jours en priant.
12 es El obispo abre el año jubilar. Miles de peregrinos asistieron a misa en la catedral.
12 pt Bispos pedem perdão às vítimas. A Igreja Católica anuncia um dia de oração em todas as paróquias.
12 de Bistum schließt 30 Kirchen. Der Bischof bittet die Gläubigen um Verständnis, Pfarrer protestieren.
12 it Il papa in visita alla moschea. Cristiani e musulmani hanno pregato insieme per la pace.
12 nl Bisdom verkoopt zeven kerken. Gelovigen vrezen voor hun parochie, de bisschop houdt een dienst.
13 en Probe finds salt on asteroid. Scientists said the samples show it once held water, a study reports.
13 fr Un crâne vieux de 400 000 ans. Les chercheurs ont daté le fossile, décrit dans une revue scientifique.
13 es Un telescopio capta el choque de dos galaxias. Los astrónomos publican el hallazgo en Nature.
13 pt Chip português ajuda satélites. Engenheiros da universidade criaram um sensor para a agência espacial.
13 de Forscher züchten Muskelzellen im Labor. Die Studie erschien in einer Fachzeitschrift.
13 it Scoperta una nuova specie di dinosauro. I paleontologi hanno studiato le ossa con un acceleratore.
13 nl Onderzoekers ontdekken oeroud sterrenstelsel. De telescoop zag licht van vlak na de oerknal.
14 en More pensioners live alone, census shows. Charities warn of loneliness among the elderly.
14 fr À Calais, les migrants dorment dehors. Les associations dénoncent l’expulsion d’un camp de réfugiés.
14 es Cada vez nacen menos niños. La natalidad cae y la población envejece, según el censo.
14 pt Sem-abrigo aumentam em Lisboa. As associações pedem casas e denunciam a pobreza das famílias.
14 de Immer mehr Rentner gehen zur Tafel. Sozialverbände warnen vor wachsender Armut.
14 it Sbarcati a Lampedusa cento migranti. Tra loro donne e bambini, l'accoglienza è al limite.
14 nl Opvang vluchtelingen barst uit zijn voegen. Asielzoekers slapen buiten, vrijwilligers delen dekens uit.
15 en Late try sends Munster through. The flanker scored in injury time as the hosts lost their lead.
15 fr Metz s’impose sur le fil à Guingamp. Un but à la dernière minute offre aux Lorrains la victoire.
15 es La nadadora gallega bate su marca. Ganó la final y viajará al Mundial con la selección.
15 pt Ciclista de Viseu vence na serra. Ganhou a etapa ao sprint e lidera a classificação.
15 de Füchse drehen das Spiel. Die Berliner Handballer gewannen nach Rückstand, ihr Torhüter hielt sieben Würfe.
15 it Il Cagliari pareggia al novantesimo. Il gol di testa salva l'allenatore, domenica c'è il derby.
15 nl Heracles wint met tien man. De spits scoorde twee keer, de trainer prees zijn ploeg.
16 en Shelling kills six near front line. The army said rebels broke the ceasefire; the militia denied it.
16 fr Des obus tombent sur le marché. L’armée accuse les rebelles d’avoir rompu la trêve.
16 es El ejército recupera la ciudad. Los combates con la guerrilla dejaron veinte soldados muertos.
16 pt Mísseis atingem porto no mar Negro. O exército diz ter abatido vinte drones durante a noite.
16 de Rebellen rücken auf Hauptstadt vor. Die Armee zieht Truppen ab, die Waffenruhe ist gebrochen.
16 it Droni sul deposito di munizioni. L'esercito parla di un attacco dei ribelli, tregua a rischio.
16 nl Leger herovert vliegbasis. Bij gevechten met rebellen kwamen dertig soldaten om.
17 en Heavy snow and gales on the way. Forecasters warn of drifts, temperatures will fall to minus eight.
17 fr La neige attendue jusqu’en plaine. Les températures chutent, gare au verglas et aux rafales.
17 es Llega la primera ola de calor. Los termómetros pasarán de 40 grados y no lloverá en una semana.
17 pt Chuva e vento forte até sábado. O IPMA prevê trovoada, com descida da temperatura.
17 de Es bleibt nass und kalt. Zum Wochenende fällt Schnee bis in die Täler, dazu Sturmböen.
17 it Neve a bassa quota, poi pioggia. Le temperature scendono di dieci gradi, venti forti sul Tirreno.
17 nl Weekend begint met regen en wind. Zondag breekt de zon door, bij een graad of twaalf.
01 fr France Inter bouscule sa grille de rentrée. La matinale perd son présentateur.
01 en Local paper to close after 160 years. The Gazette's last edition goes to print on Friday.
01 nl Popzaal Groningen redt zich met crowdfunding. Bands speelden gratis.
02 fr Une tonne de résine dans des sacs d'oignons. Les douaniers de Perpignan ont arrêté le chauffeur.
02 en Nurse struck off after stealing from patients. The panel heard she took rings and cash from four residents.
03 en Crane topples onto flats. Two residents were pulled alive from the third floor.
03 nl Veerpont zinkt op de Maas. Vier opvarenden zijn uit het water gehaald, duikers zoeken verder.
04 de Möbelhaus meldet Insolvenz an. 300 Filialmitarbeiter bangen, der Verwalter sucht einen Käufer.
04 es La almendra se hunde. Los productores venden por debajo de coste y la cooperativa pide ayuda.
05 fr Parcoursup : 90.000 candidats sans proposition. Les filières santé et droit restent les plus demandées.
05 pt Manuais em papel voltam às salas. Os ecrãs distraem os alunos, conclui a direção do agrupamento.
06 en Peat ban delayed again. Gardeners' groups and wildlife trusts had hoped for an end to bog digging.
06 de Nitrat im Brunnen. Fast jede dritte Messstelle überschreitet den Grenzwert, das Landesamt mahnt.
07 de Geburtsstation vor dem Aus. Hebammen fehlen, werdende Mütter müssen 60 Kilometer fahren.
08 de Zwei Schwestern, zusammen 207 Jahre alt. Zum Geburtstag gab es Sekt, Torte und ein Ständchen.
08 pt Casal faz bodas de diamante no lar. Sessenta anos de casados, um bolo e a mesma valsa do primeiro baile.
09 fr Accident du travail mortel : l'inspection pointe la formation. L'intérimaire n'avait reçu aucune consigne.
09 es Las camareras de piso dicen basta. Piden menos habitaciones por jornada y bajas reconocidas.
09 pt Pré-aviso de greve na CP. Os maquinistas recusam as escalas e querem aumentos para todos.
10 fr La tarte aux maroilles de Thiérache. Une pâte levée, beaucoup de fromage et un four bien chaud.
10 de Zelten am Fjord. Was in den Rucksack gehört, wo das Wildcampen erlaubt ist und welche Hütten offen haben.
10 es Escapada a Oporto en tren. Miradores, vino y azulejos para dos días con poco dinero.
10 it Orto sul balcone. Pomodori, basilico e peperoncini in vaso: cosa seminare ad aprile.
10 nl Stoofpeertjes zoals oma ze maakte. Rode wijn, kaneel en drie uur op een laag pitje.
12 de Letzter Gottesdienst in St. Josef. Die Gemeinde nahm mit Tränen Abschied, das Gotteshaus wird entweiht.
12 it Via Crucis al Colosseo. Il Pontefice affida le meditazioni ai detenuti.
12 nl Synagoge Enschede honderd jaar. Rabbijnen uit heel Europa baden en zongen psalmen.
13 fr La fusée Maia réussit son premier essai. Le moteur à méthane a brûlé 110 secondes sur le banc de Vernon.
13 nl Hunebed ouder dan gedacht. Archeologen dateerden zaden met koolstof.
14 en Fathers ask for more leave. Campaigners pushed empty prams through Whitehall to demand six paid weeks.
14 de Einsam in der Großstadt. Jeder dritte Rentner hat kaum Kontakte, ein Telefondienst hilft.
14 nl Daklozen in de trein. Reizigersorganisaties en het Leger des Heils willen opvang op stations.
15 en Hull sack manager after nine without a win. The Tigers sit one place above the drop with six to play.
16 fr Démineurs au travail à Verdun. Quarante tonnes d'obus de 14-18 sont encore neutralisées chaque année.
17 fr Éclaircies à l'ouest, grisaille à l'est. Le thermomètre restera sous les normales jusqu'à jeudi.
"""


@pytest.mark.parametrize("beginning", BEGINNINGS.splitlines())
def test_what_an_article_is_about(beginning: str) -> None:
    code, language, article = beginning.split(" ", 2)
    headline, text = article.split(". ", 1)
    assert topics.classify(text, headline, language)[0].code == f"medtop:{code}000000"


def _first(text: str, language: str) -> str | None:
    found = topics.classify(text, None, language)
    return found[0].code.removeprefix("medtop:")[:2] if found else None


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        # The words of a phrase say nothing by themselves: no house, no coup.
        ("The White House and the prime minister met.", "en", "11"),
        ("Un coup d’État à Niamey : le président est détenu au palais.", "fr", "11"),
        # A compound is known by its end or its beginning.
        ("Zugunglück und Tunnelbrand", "de", "03"),
        ("Klimabeschlüsse und Umweltauflagen", "de", "06"),
        ("Natuurbrand na treinongeval", "nl", "03"),
        # Of which the stemmer may have taken the end away, and which may have an inflection behind it.
        ("Gottesdienste und Synagogen", "de", "12"),
        ("Slachtoffer en verdachte", "nl", "02"),
        ("Zugunglücks, Autounfällen", "de", "03"),
        # The rarest word of a phrase finds it, wherever it stands.
        ("Hat die Tour de France Etappen?", "de", "15"),
        # A word with hyphens is known by its parts.
        ("Die SPD-Abgeordneten und die CDU-Regierung", "de", "11"),
        # A word that has its stem in common with a usual one says next to nothing: "en" is none of the ENS.
        ("En ce moment, les gens en parlent, en ville comme en mer, en riant.", "fr", None),
    ],
)
def test_what_speaks_for_a_topic(text: str, language: str, code: str | None) -> None:
    assert _first(text, language) == code


def test_the_lede_says_more_than_what_follows() -> None:
    sport, court = "The striker scored and the goalkeeper saved.", "The judge heard the defendant and the prosecutor."
    between = "It was a day like many others, as they say. " * 5
    assert _first(sport + " " + between + court, "en") == "15"
    assert _first(court + " " + between + sport, "en") == "02"


def test_a_second_topic_needs_two_words_of_its_own() -> None:
    text = "The nurses voted to strike, their union said; hospital doctors and patients fear a walkout."
    assert [topic.code[7:9] for topic in topics.classify(text, None, "en")] == ["09", "07"]
    assert [topic.code[7:9] for topic in topics.classify("Doctors and nurses saw a bishop.", None, "en")] == ["07"]


def test_a_second_topic_is_given_if_it_is_close_behind() -> None:
    behind = topics.classify("Nurses vaccinated patients against measles; the bishop prayed.", None, "en")
    assert [topic.code[7:9] for topic in behind] == ["07", "12"]
    far = topics.classify("Nurses vaccinated patients against measles, said surgeons; the bishop prayed.", None, "en")
    assert [topic.code[7:9] for topic in far] == ["07"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El lunes abre a las nueve y el martes a las diez.", "es"),
        ("Il confirme, ni plus ni moins, que la mesure sera réformée.", "fr"),
        ("Le café du coin a échappé aux crimes ; la farce est réussie.", "fr"),
        ("Le crime n'occupe qu'une tranche de la farce.", "fr"),
    ],
)
def test_usual_words_are_not_read_as_rare_ones_of_their_stem(text: str, language: str) -> None:
    """Monday is not the moon, a crime not Crimea: they have one stem."""
    assert topics.classify(text, None, language) == []


def _said(text: str, language: str) -> list[float]:
    lexicon = topic_lexicon.load(language)
    return [sum(says.values()) for _, _, says in lexicon.read(text, words.find(text, language))] if lexicon else []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "environ également notamment compter"),
        ("en", "logs naturally conversations"),
        ("es", "verdad relacionadas comunes"),
        ("it", "parte elementi presto"),
        ("pt", "segunda-feira finalmente parte"),
        # The last have no vowel before what would be their end.
        ("de", "Gemeinschaft besucht Qualität Beispiel meisten Zwölf Stier"),
        ("nl", "bijvoorbeeld achtergrond huidige informeren fles"),
        # Of the same stems as "uitje" and "jarig".
        ("nl", "uit jaar"),
    ],
)
def test_words_that_only_look_like_an_entry_say_nothing(language: str, text: str) -> None:
    assert _said(text, language) == []


def test_a_usual_compound_says_less_than_a_rare_one() -> None:
    usual, rare = _said("Landwirtschaft Almwirtschaft", "de")
    assert usual < rare


def test_words_that_say_nothing_take_nothing_from_those_of_their_stem() -> None:
    """The environment is not said as often as "environ", about."""
    assert _said("environnement", "fr") > [1]


def test_what_articles_of_all_kinds_say_counts_less() -> None:
    """Politics answers to everything; what is told of people is seldom told of anything else."""
    text = "The minister met the mayor; two senators and the governor saw refugees and widows wait."
    assert _first(text, "en") == "14"


def test_scores_are_shares() -> None:
    found = topics.classify(
        "The nurses voted to strike, their union said; hospital doctors fear a walkout.", None, "en"
    )
    assert 0 < sum(topic.score for topic in found) <= 1


def test_an_entry_has_no_digits() -> None:
    with pytest.raises(ValidationError):
        Subjects.model_validate(yaml.safe_load('{"13000000": {label: science, strong: 5g, words: atom}}'))


@pytest.mark.parametrize("text", ["x" * 1_000_000, "Krieg-" * 150_000, "oorlog " * 140_000, "prime " * 160_000])
def test_it_takes_no_longer_than_the_text(text: str) -> None:
    begin = time.process_time()
    topics.classify(text, None, "en")
    assert time.process_time() - begin < 5
