"""Which of the 17 subjects an article is about: every subject in every language that has a lexicon."""

import pytest
import yaml
from pydantic import ValidationError

from services.enrich import topics
from services.enrich.topics import _Subjects

# By the first two digits of the Media Topic; of each language one, as a headline and what follows it.
BEGINNINGS = {
    "01": [
        ("en", "Scottish debut wins fiction prize. The jury praised a first novel set on a trawler, told by its cook."),
        ("fr", "Le quatuor Ébène ouvre la saison à Pleyel. Les quatre musiciens ont joué Schubert devant une salle comble."),
        ("es", "Málaga premia a una directora novel. Su primer largometraje cuenta la vida de dos actrices jubiladas."),
        ("pt", "Gulbenkian reabre com retrospetiva. Cem quadros da pintora estão expostos até março no museu de Lisboa."),
        ("de", "Staatstheater spielt wieder im alten Haus. Die Regisseurin inszeniert Schillers Räuber mit einem jungen Ensemble."),
        ("it", "Applausi per la nuova Tosca. Il soprano georgiano ha conquistato il pubblico del teatro San Carlo."),
        ("nl", "Nieuwe roman van Van Dis verschijnt in mei. De schrijver vertelt over zijn jeugd, meldt zijn uitgeverij."),
    ],
    "02": [
        ("en", "Two held over warehouse killing. Detectives searched a flat on Monday; the suspects are due in court."),
        ("fr", "Trois ans ferme pour le faux notaire. Le tribunal l’a reconnu coupable d’escroquerie ; il a fait appel."),
        ("es", "Cae una red que robaba coches de lujo. La policía detuvo a nueve personas y halló armas en un garaje."),
        ("pt", "Homem que matou o vizinho condenado a 18 anos. O tribunal de Évora deu como provado o homicídio."),
        ("de", "Juwelier in Graz ausgeraubt. Die Täter flüchteten zu Fuß, die Polizei sucht Zeugen."),
        ("it", "Spaccio davanti al liceo, due arresti. I carabinieri hanno sequestrato mezzo chilo di hashish."),
        ("nl", "Man uit Breda vast voor afpersing. De rechter-commissaris verlengde zijn voorarrest met twee weken."),
    ],
    "03": [
        ("en", "Ferry sinks off Luzon, dozens missing. Coast guard divers searched the wreck for survivors on Sunday."),
        ("fr", "Un train percute un camion près de Dole. Le conducteur est mort, onze passagers sont blessés."),
        ("es", "Un alud sepulta una aldea andina. Los bomberos buscan a veinte desaparecidos entre el lodo."),
        ("pt", "Fogo destrói fábrica de móveis em Paredes. Oitenta bombeiros combateram as chamas; não há feridos."),
        ("de", "Gasexplosion in Linz: Haus eingestürzt. Rettungskräfte bargen zwei Verletzte aus den Trümmern."),
        ("it", "Pullman nella scarpata, tre morti. I vigili del fuoco hanno estratto i feriti dalle lamiere."),
        ("nl", "Grote brand legt stal in de as. De brandweer kon honderd koeien redden, twee mensen raakten gewond."),
    ],
    "04": [
        ("en", "Lender raises forecast after strong quarter. Profit rose 12% and shares gained, the bank said."),
        ("fr", "Le fabricant de pneus relève ses prévisions. Le bénéfice a bondi au troisième trimestre, porté par l’Asie."),
        ("es", "La inflación se modera en mayo. Los precios subieron un 2,1 %, según el banco central."),
        ("pt", "Exportações de calçado caem 4%. As empresas do setor queixam-se da falta de encomendas."),
        ("de", "Autozulieferer mit Gewinneinbruch. Der Umsatz sank im zweiten Quartal, die Aktie verlor acht Prozent."),
        ("it", "Piazza Affari chiude in rialzo. Corrono le banche dopo i conti del trimestre, spread in calo."),
        ("nl", "Brouwer boekt minder winst. De omzet daalde door hogere prijzen, het aandeel verloor vier procent."),
    ],
    "05": [
        ("en", "Exam results narrow the gap. More pupils from poorer schools got top grades, the teachers' union said."),
        ("fr", "Le bac de français repoussé. Les lycéens passeront l’épreuve en juin, annonce le ministère de l’Éducation."),
        ("es", "Las aulas se quedan sin maestros de inglés. Doscientos colegios empezaron el curso sin docente."),
        ("pt", "Faltam professores de Matemática. Mais de dez mil alunos estão sem aulas desde setembro."),
        ("de", "Abitur künftig ohne Latein. Die Schulen erfahren im Herbst, welche Fächer geprüft werden."),
        ("it", "Maturità, torna la prova di greco. Gli studenti dei licei classici si preparano all'esame."),
        ("nl", "Tekort aan leraren groeit. Basisscholen sturen klassen naar huis, leerlingen missen lessen."),
    ],
    "06": [
        ("en", "Sea eagles breed again in Wales. Conservationists found two nests in a reserve closed to visitors."),
        ("fr", "L’estuaire envahi par les plastiques. Des associations réclament un plan contre la pollution du fleuve."),
        ("es", "El lince vuelve a la sierra. Una hembra ha criado en el parque natural, según los ecologistas."),
        ("pt", "Desmatamento recua no cerrado. Os satélites mostram menos queimadas, diz o instituto ambiental."),
        ("de", "Moor wird wieder vernässt. Das Naturschutzgebiet soll Kohlendioxid binden und seltene Vögel schützen."),
        ("it", "Il lago perde i suoi pesci. Le acque sono inquinate da scarichi, denuncia Legambiente."),
        ("nl", "Otter terug in de Biesbosch. Ecologen vonden sporen in het natuurgebied, het water is schoner."),
    ],
    "07": [
        ("en", "Whooping cough cases double. Doctors urge pregnant women to be vaccinated after two babies died."),
        ("fr", "Un robot opère la prostate à Amiens. Le chirurgien assure que les patients récupèrent plus vite."),
        ("es", "Faltan pediatras en los centros de salud. Las listas de espera crecen y los médicos piden refuerzos."),
        ("pt", "Urgência de Beja fecha à noite. O hospital não tem médicos para as escalas, admite a ministra da Saúde."),
        ("de", "Kliniken melden mehr Grippepatienten. Die Ärzte raten Älteren zur Impfung."),
        ("it", "West Nile, primo caso a Latina. Il paziente è ricoverato, l'Asl invita a difendersi dalle zanzare."),
        ("nl", "Huisartsen luiden de noodklok. Patiënten wachten weken op een afspraak, de zorg loopt vast."),
    ],
    "08": [
        ("en", "Cat comes home after nine years. Its owner, 84, had kept the bowl and cried when the neighbour rang."),
        ("fr", "Elle fête ses 108 ans avec un accordéon. La doyenne du village, centenaire coquette, a valsé pour son anniversaire."),
        ("es", "Un perro recorre 300 kilómetros hasta su casa. Sus dueños ya lo daban por perdido; la foto se hizo viral."),
        ("pt", "Gato viaja de Faro a Braga dentro de um motor. A dona chorou no reencontro com o animal de estimação."),
        ("de", "Entlaufener Hund fährt allein Zug. Die Katze daheim freute sich weniger als sein Frauchen."),
        ("it", "La nonna compie 105 anni e offre da bere. Festa di compleanno per la centenaria del paese."),
        ("nl", "Tweeling trouwt met tweeling. De bruiloft op de verjaardag van hun opa werd een dubbel feest."),
    ],
    "09": [
        ("en", "Refuse workers walk out in Leeds. The union wants a pay rise; talks with the employer broke down."),
        ("fr", "Les éboueurs votent la grève. Le syndicat réclame une hausse des salaires et des embauches."),
        ("es", "Los conductores convocan paros en mayo. El sindicato exige subir los salarios y negociar el convenio."),
        ("pt", "Trabalhadores da limpeza param dois dias. O sindicato exige aumentos salariais à empresa."),
        ("de", "Lokführer legen Arbeit nieder. Die Gewerkschaft verlangt mehr Lohn und kürzere Arbeitszeiten."),
        ("it", "Metalmeccanici in piazza per il contratto. I sindacati proclamano otto ore di sciopero."),
        ("nl", "Personeel Schiphol dreigt met acties. De vakbond eist hogere lonen en minder werkdruk."),
    ],
    "10": [
        ("en", "A chef's guide to cooking with nettles. Three recipes for soup, pasta and a surprisingly good cocktail."),
        ("fr", "Cinq balades pour les vacances de Pâques. Sentiers, gîtes et bonnes tables au bord de la Loire."),
        ("es", "Rutas con buena mesa por la Rioja. Tres bodegas, un hotel con encanto y un restaurante de toda la vida."),
        ("pt", "Receita: o arroz-doce da avó. Leite, limão e canela, uma sobremesa para o fim de semana."),
        ("de", "Wandern mit Kindern im Harz. Vier Ausflüge mit Gasthaus, Spielplatz und Badesee."),
        ("it", "Le ricette di Pasqua degli chef. Agnello, carciofi e un dolce da preparare in cucina con i bambini."),
        ("nl", "Tien terrassen om de zomer te vieren. Van een camping met restaurant tot een strandtent op Texel."),
    ],
    "11": [
        ("en", "Prime minister reshuffles cabinet. Opposition parties called for an election after two ministers quit."),
        ("fr", "Le maire de Cahors ne se représentera pas. Trois candidats se disputent déjà son parti avant les municipales."),
        ("es", "El Congreso tumba el decreto. La oposición votó en contra y el Gobierno estudia otra ley."),
        ("pt", "Oposição chumba orçamento regional. O governo pode cair e há quem peça eleições antecipadas."),
        ("de", "Koalition streitet über das Wahlrecht. Der Kanzler mahnt die Fraktionen im Bundestag zur Einigung."),
        ("it", "Sfiducia al sindaco, il consiglio si scioglie. Si vota in primavera, la maggioranza si divide."),
        ("nl", "Kabinet valt over asielwet. De oppositie wil snel verkiezingen, de premier biedt ontslag aan."),
    ],
    "12": [
        ("en", "Bishop apologises to parishioners. The diocese will reopen the church and hold a mass on Sunday."),
        ("fr", "Le pèlerinage de Chartres fait le plein. Prêtres et fidèles ont marché trois jours en priant."),
        ("es", "El obispo abre el año jubilar. Miles de peregrinos asistieron a misa en la catedral."),
        ("pt", "Bispos pedem perdão às vítimas. A Igreja Católica anuncia um dia de oração em todas as paróquias."),
        ("de", "Bistum schließt 30 Kirchen. Der Bischof bittet die Gläubigen um Verständnis, Pfarrer protestieren."),
        ("it", "Il papa in visita alla moschea. Cristiani e musulmani hanno pregato insieme per la pace."),
        ("nl", "Bisdom verkoopt zeven kerken. Gelovigen vrezen voor hun parochie, de bisschop houdt een dienst."),
    ],
    "13": [
        ("en", "Probe finds salt on asteroid. Scientists said the samples show it once held water, a study reports."),
        ("fr", "Un crâne vieux de 400 000 ans. Les chercheurs ont daté le fossile, décrit dans une revue scientifique."),
        ("es", "Un telescopio capta el choque de dos galaxias. Los astrónomos publican el hallazgo en Nature."),
        ("pt", "Chip português ajuda satélites. Engenheiros da universidade criaram um sensor para a agência espacial."),
        ("de", "Forscher züchten Muskelzellen im Labor. Die Studie erschien in einer Fachzeitschrift."),
        ("it", "Scoperta una nuova specie di dinosauro. I paleontologi hanno studiato le ossa con un acceleratore."),
        ("nl", "Onderzoekers ontdekken oeroud sterrenstelsel. De telescoop zag licht van vlak na de oerknal."),
    ],
    "14": [
        ("en", "More pensioners live alone, census shows. Charities warn of loneliness among the elderly."),
        ("fr", "À Calais, les migrants dorment dehors. Les associations dénoncent l’expulsion d’un camp de réfugiés."),
        ("es", "Cada vez nacen menos niños. La natalidad cae y la población envejece, según el censo."),
        ("pt", "Sem-abrigo aumentam em Lisboa. As associações pedem casas e denunciam a pobreza das famílias."),
        ("de", "Immer mehr Rentner gehen zur Tafel. Sozialverbände warnen vor wachsender Armut."),
        ("it", "Sbarcati a Lampedusa cento migranti. Tra loro donne e bambini, l'accoglienza è al limite."),
        ("nl", "Opvang vluchtelingen barst uit zijn voegen. Asielzoekers slapen buiten, vrijwilligers delen dekens uit."),
    ],
    "15": [
        ("en", "Late try sends Munster through. The flanker scored in injury time as the hosts lost their lead."),
        ("fr", "Metz s’impose sur le fil à Guingamp. Un but à la dernière minute offre aux Lorrains la victoire."),
        ("es", "La nadadora gallega bate su marca. Ganó la final y viajará al Mundial con la selección."),
        ("pt", "Ciclista de Viseu vence na serra. Ganhou a etapa ao sprint e lidera a classificação."),
        ("de", "Füchse drehen das Spiel. Die Berliner Handballer gewannen nach Rückstand, ihr Torhüter hielt sieben Würfe."),
        ("it", "Il Cagliari pareggia al novantesimo. Il gol di testa salva l'allenatore, domenica c'è il derby."),
        ("nl", "Heracles wint met tien man. De spits scoorde twee keer, de trainer prees zijn ploeg."),
    ],
    "16": [
        ("en", "Shelling kills six near front line. The army said rebels broke the ceasefire; the militia denied it."),
        ("fr", "Des obus tombent sur le marché. L’armée accuse les rebelles d’avoir rompu la trêve."),
        ("es", "El ejército recupera la ciudad. Los combates con la guerrilla dejaron veinte soldados muertos."),
        ("pt", "Mísseis atingem porto no mar Negro. O exército diz ter abatido vinte drones durante a noite."),
        ("de", "Rebellen rücken auf Hauptstadt vor. Die Armee zieht Truppen ab, die Waffenruhe ist gebrochen."),
        ("it", "Droni sul deposito di munizioni. L'esercito parla di un attacco dei ribelli, tregua a rischio."),
        ("nl", "Leger herovert vliegbasis. Bij gevechten met rebellen kwamen dertig soldaten om."),
    ],
    "17": [
        ("en", "Heavy snow and gales on the way. Forecasters warn of drifts, temperatures will fall to minus eight."),
        ("fr", "La neige attendue jusqu’en plaine. Les températures chutent, gare au verglas et aux rafales."),
        ("es", "Llega la primera ola de calor. Los termómetros pasarán de 40 grados y no lloverá en una semana."),
        ("pt", "Chuva e vento forte até sábado. O IPMA prevê trovoada, com descida da temperatura."),
        ("de", "Es bleibt nass und kalt. Zum Wochenende fällt Schnee bis in die Täler, dazu Sturmböen."),
        ("it", "Neve a bassa quota, poi pioggia. Le temperature scendono di dieci gradi, venti forti sul Tirreno."),
        ("nl", "Weekend begint met regen en wind. Zondag breekt de zon door, bij een graad of twaalf."),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "language", "text"), [(code, *beginning) for code, group in BEGINNINGS.items() for beginning in group]
)
def test_what_an_article_is_about(code: str, language: str, text: str) -> None:
    headline, text = text.split(". ", 1)
    assert topics.classify(text, headline, language)[0].code == f"medtop:{code}000000"
