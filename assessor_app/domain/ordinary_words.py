"""Words of schools and their papers, in English, Spanish and German, that stand where a name could and are none."""

ORDINARY_WORDS = """
    a aber about abschluss academic academy action actividad actividades activity additional after age agenda aim
    aims al all als also alumna alumno alumnos am an analysis and anhang anlage anonymous answer answers any
    análisis apellido apellidos appendix approach arbeit arbeitsblatt are area art artifact artifacts arts as
    asignatura ask asks assessment assessments assignment assistant at attachment audience auf aufgabe aufgaben aula
    aus author autora autumn ba background be because before bei bewertung bin biology book both but by can
    candidate category certificate chapter checklist chemistry ciclo circle circles claim clase class classroom
    co-teacher code colegio college comments community como competencia comprehension con conclusion contenido
    content context core correo could counselor county course criteria criterios critical cuando curriculum curso
    das data date datum day days de december del dem den department der des description desde design deutsch
    development did die differentiation dirección director directora discourse discussion district dn do docente
    document doe does draft duration each edd education educator eighth ein eine einführung einheit einleitung el
    ela elementary ella email en end englisch english er erdkunde es escolar escuela español essay essential esta
    este estudiante estudiantes evaluación evaluation every everyone evidence evidencia example exit expectations
    fach facilitator fall families family father february fecha feedback fifth figure final firma first for
    foundations fourth fraction fractions fragen framework french friday friend friends from für geography german
    gesamtschule geschichte give goal goals good grade grades grado great group groups grundschule grupo gruppe
    guardian guide guided gymnasium had has hausaufgaben have he her here high his historia history how i ich id if
    ihr im implementation in independent informational inhalt initials instituto instruction instructional
    instructor intermediate interpretation interview into introducción introduction investigator is ist it item its
    jahrgang january journal jr july junior kapitel kindergarten klasse klassenlehrer klassenlehrerin klassenstufe
    knowledge kollegium kunst la language las last learner learners learning lectura lehrer lehrerin lehrkraft
    leitfaden lengua lernende lernziel lernziele lesson lessons let letter level lexile librarian library link list
    listening literacy literature lo location log look los lunch ma maestra maestro map march mat matemáticas
    materia material materialien materials math mathe mathematics mathematik matrícula me med mein mentor method mi
    micro-credential middle minutes mit model module monday mother musterfrau mustermann my n/a nach nachname name
    names nbct needs next nicht nivel no nombre none nos not notes november now nuestra number numbers número
    objective objectives objetivo objetivos observaciones observation observer october oder of office okay on one or
    ort our outcome outcomes outline overview page pages paper para paragraph parent parents part partner peer
    period pero phase phd phone physics place plan planeación planning plans please point por portfolio practice
    practices prep preschool presentation president primaria primary principal print procedure process product
    profesor profesora professional program project prompt propósito protocol protokoll proyecto public purpose
    página que question questions qué rationale raum reader readers reading realschule reason record redacted
    reflection reflexion reflexión report research resource resources response results review room rubric
    sachunterricht same sample saturday schedule school schools schule schuljahr schulleiter schulleiterin schüler
    schülerin schülerinnen science score scores se seating sección second secondary section secundaria see seite
    self semana semester seminar september sesión session seventh she sheet should si sich sie signature sin sind
    sixth skill skills slide so social socratic some spanish speaker speaking sport spring stage standard standards
    state step steps strand strategies strategy student students studies study stufe stunde stundenplan su subject
    submission summary summative summer sunday superintendent support survey sus table talk talks tarea target task
    tbd teacher teachers teaching team teil telefon tell teléfono tema template term test text thank thanks that the
    their thema theme then there these they think third this those thursday ticket time title to today topic town
    trabajo trimester tuesday turn título un una und unidad unit university unknown unser unterricht
    unterrichtsentwurf unterschrift use various verlauf very video village vocabulary von vorname warm-up was we
    wednesday week weeks well wer were what when where which while who why wie winter wir with woche words work
    worksheet workshop would writers writing y year yes yo you your ziel ziele zu zum übersicht übung
"""
