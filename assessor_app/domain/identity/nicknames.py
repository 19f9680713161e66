"""What people with a given name are called: the usual short forms in English and Spanish."""

from __future__ import annotations

_FORMS = """
abigail: abby abbie; albert: al bert bertie; alberto: beto; alejandra: ale; alejandro: ale alex; alexander: alex
xander; alexandra: alex sandra lexi; alfred: al fred; alice: ali; allison: ally; amanda: mandy; andrea: andy; andrew:
andy drew; angela: angie; anthony: tony; antonia: toni; antonio: tono tony; arthur: art artie; barbara: barb barbie;
bartholomew: bart; beatriz: bea; benjamin: ben benny; bernard: bernie; bradley: brad; carolina: caro; caroline:
carrie; catalina: cata; catherine: cathy cate katie; cecilia: ceci; charles: charlie chuck; charlotte: lottie;
christina: chris tina; christine: chris chrissy; christopher: chris topher; clementine: clem; concepcion: concha;
consuelo: chelo; cynthia: cindy; daniel: dan danny; daniela: dani; david: dave davey; deborah: deb debbie; diego:
diegui; dolores: lola; donald: don donnie; dorothy: dot dottie; douglas: doug; eduardo: lalo edu; edward: ed eddie
ted; edwin: ed; eleanor: ellie nell; elizabeth: liz beth lizzie betty eliza betsy; emanuel: manny; emily: em; emma:
em; enrique: quique kike; ernesto: neto; eugene: gene; evelyn: evie; federico: fede; fernanda: fer; fernando: fer
nando; florence: flo; frances: fran; francis: frank; francisca: paca; francisco: paco pancho; franklin: frank;
frederick: fred freddie; gabriel: gabe; gabriela: gaby; gerald: gerry jerry; gerardo: jerry; gilbert: gil; graciela:
chela; gregory: greg; guadalupe: lupe lupita; guillermo: memo; gwendolyn: gwen; harold: hal harry; hector: tito;
helen: nell; henry: hank harry; herbert: herb; humberto: beto; ignacio: nacho; ignatius: iggy; isabel: chabela isa;
isabella: bella izzy; jacob: jake; jacqueline: jackie; james: jim jimmy jamie; janet: jan; jason: jay; jeffrey: jeff;
jennifer: jen jenny; jeremy: jerry; jessica: jess jessie; jesus: chuy; joan: joanie; joaquin: quino; john: jack
johnny; jonathan: jon jonny; jorge: coque; jose: pepe; josefina: josie pepa; joseph: joe joey; josephine: josie jo;
joshua: josh; juan: juanito; judith: judy; julia: julie; julian: jules; kathleen: kathy kath; katherine: kate kathy
katie kat kit; kathryn: kate kathy katie; kenneth: ken kenny; kimberly: kim; kristina: kris tina; laura: laurie;
lawrence: larry laurie; leonard: leo len lenny; leopold: leo; leticia: lety; lillian: lil lily; louis: lou; louise:
lou; lucia: lucy; luis: lucho; luisa: lulu; madeline: maddie; manuel: manny manolo; marcela: marce; marcos: marc;
margaret: maggie meg peggy marge; margarita: rita; maria: mary mari; mario: mayito; martha: marty; martin: marty;
matilda: tilly; matthew: matt matty; maximilian: max; megan: meg; melissa: mel missy; mercedes: meche; michael: mike
mikey mick; michelle: shelly; miguel: mike; mildred: millie; mitchell: mitch; monica: moni; nancy: nan; natalie: nat;
nathan: nate; nathaniel: nate nat; nicholas: nick nicky; nicole: nicki; norma: normita; norman: norm; oliver: ollie;
olivia: liv; ottoline: otty; pamela: pam; patrice: pat; patricia: pat patty trish tricia; patricio: pato; patrick: pat
paddy; penelope: penny; percival: percy; persephone: percy; peter: pete; philip: phil; phillip: phil; rachel: rach;
rafael: rafa; raymond: ray; rebecca: becky becca; refugio: cuca; reginald: reggie; ricardo: richie; richard: rick dick
ricky rich; robert: bob rob bobby robbie; roberto: beto; rodrigo: rod; rogelio: roger; roger: rog; ronald: ron ronnie;
rosa: rosita; rosario: charo; rosemary: rosie; russell: russ; salvador: chava; samantha: sam sammy; samuel: sam sammy;
sandra: sandy; santiago: santi chago; sebastian: seb; sergio: checo; sharon: shari; shirley: shirl; silvia: chiva;
sophia: sophie; stephanie: steph stevie; stephen: steve; steven: steve; susan: sue susie; susana: susi; teresa: terry
tere; terrence: terry; thaddeus: thad ted; theodore: ted teddy theo; theresa: terry tess; thomas: tom tommy; timothy:
tim timmy; valerie: val; veronica: vero ronnie; victor: vic; victoria: vicky tori vicki; vincent: vince vinny;
virginia: ginny; walter: walt wally; wendy: wen; wilhelmina: mina minnie willa; william: bill will billy willie liam;
winifred: winnie; yolanda: yoli; zachary: zach zack
"""


def _table() -> dict[str, tuple[str, ...]]:
    rows = (entry.partition(":") for entry in " ".join(_FORMS.split()).split(";"))
    return {name.strip(): tuple(forms.split()) for name, _, forms in rows}


NICKNAMES = _table()
"""Folded given name → its short forms."""
