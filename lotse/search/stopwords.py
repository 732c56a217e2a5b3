"""Words that say nothing about what a text is about. Pure data.

Function words of German, as in the Snowball list, and the words questions are made of ("Wer darf
…?", "Wo bekomme ich …?", "Wie lange dauert …?"). "nicht" and "ohne" are in: a list of ranked
passages cannot honour them.
"""

_WORDS = """
aber all alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes
anderm andern anderr anders auch auf aus bei bin bis bist bzw da damit dann der den des dem die
das dass daß derselbe derselben denselben desselben demselben dieselbe dieselben dasselbe dazu
dein deine deinem deinen deiner deines denn derer dessen dich dir du dies diese diesem diesen
dieser dieses doch dort durch ein eine einem einen einer eines einig einige einigem einigen
einiger einiges einmal er ihn ihm es etwas euer eure eurem euren eurer eures für gegen gewesen hab
habe haben hat hatte hatten hier hin hinter ich mich mir ihr ihre ihrem ihren ihrer ihres euch im
in indem ins ist jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kein keine
keinem keinen keiner keines können könnte machen man manche manchem manchen mancher manches mein
meine meinem meinen meiner meines mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr
sein seine seinem seinen seiner seines selbst sich sie ihnen sind so solche solchem solchen
solcher solches soll sollte sondern sonst sowie über um und uns unse unsem unsen unser unsere
unserem unseren unserer unseres unses unter viel vom von vor während war waren warst was weg weil
weiter welche welchem welchen welcher welches wenn werde werden wie wieder will wir wird wirst wo
wollen wollte würde würden zu zum zur zwar zwischen gibt geben wer wen wem wessen wann warum wieso
weshalb wohin woher womit wofür worauf worüber wozu welch dürfen darf durfte müssen müssten kannst
könnten bekomme bekommt bekommen gilt gelten gibts bitte möchte möchten möglich brauche braucht
brauchen finde findet finden erhalte erhält erhalten tun passiert passieren bedeutet heißt lange
viele oft genau hoch wichtig beachten gehe geht gehen mehr neben beim bietet bieten
"""
STOP_WORDS = frozenset(_WORDS.split())
