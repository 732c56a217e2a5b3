"""Frequent first names and surnames in Germany, and words that look like names and are none.

Common knowledge, put together for this product; a name that is missing is still found by its
context (see ``finding``). Lower case, so that a test is one lookup.
"""

_FIRST_NAMES_TEXT = """
aaron abdul abdullah achim adam adelheid adrian agnes ahmad ahmed aishe ajla albert alexander
alexandra alfred ali alice alina alma amalia amir amira andrea andreas andrej angela angelika
anita anja anke anna annalena anne annegret anneliese annette annika anton antonia arne arno
arthur astrid aylin ayşe ayse barbara bärbel beate beatrix benedikt benjamin benno berit bernd
bernhard berta bertram bettina birgit birgitta björn bodo boris brigitte britta bruno burkhard
carina carl carla carmen carola carolin caroline carsten catharina cem charlotte christa
christel christian christiane christina christine christof christoph claas clara claudia claus
clemens constanze cordula corinna corinne cornelia cornelius dagmar daniel daniela david denise
dennis detlef diana dieter dietmar dietrich dirk dominik doris dorothea dorothee dragan eberhard
eckhard edeltraud edgar edith elena elfriede elias elif elisabeth elise elke ella ellen elmar
elsa emil emilia emine emma emre erich erik erika erna ernst erwin esther eugen eva evelyn
fabian fatima fatma felix ferdinand finn florian frank franz franziska frauke frederik frieda
friedhelm friederike friedrich fritz gabi gabriele gabriella georg gerald gerd gerda gerhard
gerlinde gertrud gesa gisela gottfried götz gregor greta gudrun guido günter günther gustav
hakan hanna hannah hannelore hannes hans hansjörg harald harry hartmut hasan hassan hedwig heide
heidemarie heidi heiko heike heiner heinrich heinz helena helene helga helmut hendrik henning
henriette henrik henry herbert herma hermann herta hilde hildegard holger horst hubert hüseyin
hussein ibrahim ida ilka ilona ilse imke ina ines inga inge ingeborg ingo ingrid irene iris
irina irma irmgard isabel isabell isabella ismail ivan ivana ivo jakob jan jana janina jannik
jasmin jens jessica joachim jochen johann johanna johannes jolanta jonas jonathan jörg josef
josefine joseph judith julia julian juliane jürgen jutta kai karin karina karl karla karlheinz
karsten katarina katharina kathrin katja katrin kemal kerstin kevin khalid khaled kilian kirsten
klara klaus konrad konstantin kristin kristina kurt lara lars laszlo laura lea leila leon leonie
lena leni leyla liane lina linda lisa lorenz lothar louis louisa luca lucia ludger ludwig luis
luisa lukas lutz lydia magda magdalena mahmoud maik maike maja malte manfred manuel manuela marc
marcel marco marcus mareike maren margarete margit margot margret maria marianne marie mariam
marina mario marion marius markus marlene marlies marta martha martin martina maryam mathias
mathilda matthias maximilian maya mehmet meike melanie melissa merle mia michael michaela
michelle milan milena mina miriam mirjam mohamed mohammad mohammed monika moritz murat mustafa
nadia nadine nadja natalie natascha nele niclas nicola nicole niels nikolaus nils nina noah nora
norbert olaf ole oleg olena olga oliver omar oskar osman ottmar otto pascal patricia patrick
paul paula pauline peter petra philipp pia pierre rainer ralf ralph ramona raphael rebecca
regina reiner reinhard reinhold renate richard rita robert robin roland rolf roman ronald ronja
rosa rosemarie roswitha rüdiger rudolf ruth sabine sabrina said samir samira samuel sandra sara
sarah sascha sebastian selma serap sergej sibylle siegfried sigrid silke silvia simon simone
sina sofia sofie sonja sophia sophie sönke stefan stefanie steffen steffi stephan stephanie
susanne sven svenja swetlana sybille sylvia tamara tanja tatjana theo theodor theresa theresia
thomas thorsten till tim timo tina tobias tom torben torsten traudel udo ulf uli ulrich ulrike
ursula ute uwe valentin valentina vanessa vera verena veronika viktor viktoria vincent viola
volker waltraud walter wanda wassim werner wiebke wilfried wilhelm wilma winfried wolf wolfgang
wolfram xenia yannick yasemin yasin youssef yusuf yvonne zeynep zoe zoran
"""
FIRST_NAMES = frozenset(_FIRST_NAMES_TEXT.split())

_SURNAMES_TEXT = """
adam ahrens albrecht altmann ansorge arndt arnold auer aydin bachmann bader balke bauer baumann
baumgart baumgartner beck becker behrendt behrens bender berger bergmann bernhardt bischoff blum
böhm böhme bormann brandt braun brinkmann brückner bruns buchholz burmeister busch böttcher
celik çelik christ conrad decker demir denk dietz dietrich dittrich döring ebert eckert ehlers
eichhorn engel engelhardt erdmann ernst esser falk feldhaus fiedler fischer fleischer förster
frank franke frey freund friedrich fritz fritzsche fröhlich fuchs funk gärtner gebhardt geiger
geisler gerber gerlach göbel götz graf greiner gross groß grimm großmann gruber günther haas
hagemann hahn hamann hansen hanke harms hartleb hartmann hartwig hauser heck heinrich heinze
heller hempel henning hentschel herbst hermann herrmann herzog hess heß hesse heuer hildebrandt
hinz hirsch hofbauer hofer hoffmann hofmann hohmann holz holzer horn hübner huber jacob jacobs
jäger jahn jansen janssen john jung kaiser kaminski karl kaufmann kaya keil keller kern kessler
kirchner klein klemm klinge kluge knoll koch köhler könig konrad körner kowalski kraft kramer
krämer kraus krause krebs kretschmer kröger krüger kruse kühn kuhn kuntze kunz kunze kurz kuster
lampe lang lange langer lauer lechner lehmann lenz lindner link lorenz löffler ludwig lutz maier
martens martin marx maurer may mayer meier meister menzel merkel mertens metzger meyer michel
möller moser müller nagel naumann neubauer neumann nguyen nickel niemann noack nowak oppermann
opitz ostrowski ott otto özdemir öztürk pape paul pauli paulsen petersen peters pfeiffer pohl
popp preuß probst raabe rademacher rausch rau reich reichelt reimann reinhardt reinke reiter
renner reuter richter riedel ritter rohde römer rose rosenberg roth rudolph runge rupp sander
sauer schade schäfer scharf scheffler scherer schilling schindler schlüter schmid schmidt
schmitt schmitz schneider scholz schreiber schröder schröter schubert schuhmacher schulte
schultz schulz schulze schumacher schumann schuster schütte schütz schwab schwarz seidel seifert
seiler siebert siegel simon singer sommer sonntag stahl stark steffen stein steiner steinbach
stephan stock stoll strauß thiel thiele thomas thomsen tischler uhlig ullrich unger urban vogel
vogt voigt völker voß wagner walter weber wegener wegner weidner weigel weinert weis weiss weiß
wendt wenzel werner westphal wetzel wiedemann wieland wiese wild wilke wilhelm winkler winter
wirth witt witte wolf wolff wulf wunderlich yildirim yilmaz yıldız zander ziegler zimmer
zimmermann zöller
"""
SURNAMES = frozenset(_SURNAMES_TEXT.split())

_NOT_NAMES_TEXT = """
ministerin minister bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin landrat
landrätin präsident präsidentin direktor direktorin kollege kollegin kollegen kolleginnen dr
prof professor professorin dipl ing doktor und oder sowie bzw kein keine eine einen einem
sachbearbeiter sachbearbeiterin dolmetscher dolmetscherin hausmeister hausmeisterin damen herren
frau herr familie leitung amtsleiter amtsleiterin holle ist war wird
"""
NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
"""What may follow "Frau" or "Herr" without being a name."""
