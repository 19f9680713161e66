<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Account</name>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>A passphrase protects this profile already.</source>
        <translation>Una frase de contraseña ya protege este perfil.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>From now on your passphrase opens this profile.</source>
        <translation>Desde ahora su frase de contraseña abre este perfil.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>Not signed out</source>
        <translation>La sesión no se ha cerrado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>Nothing was changed: {reason}</source>
        <translation>No se cambió nada: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>Sign in to sync again. Everything on this computer stays, and what waits is sent then.</source>
        <translation>Inicie sesión para volver a sincronizar. Todo lo que hay en este equipo se queda, y lo que espera se envía entonces.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>Signing out needs the server, because only it can open this computer&apos;s data again. Nothing was changed: {reason}</source>
        <translation>Para cerrar la sesión hace falta el servidor, porque solo él puede volver a abrir los datos de este equipo. No se cambió nada: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>it can&apos;t be reached</source>
        <translation>no se puede alcanzar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>{n} changes are not synced yet. Sync first, then sign out.</source>
        <translation>Aún no se han sincronizado {n} cambios. Sincronice primero y luego cierre la sesión.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/account.py"/>
        <source>{n} items in the outbox were not taken by the server. They are on this computer only and would be locked away with it: decide there what becomes of them, then sign out.</source>
        <translation>El servidor no aceptó {n} elementos de la bandeja de salida. Solo están en este ordenador y quedarían bloqueados con él: decida allí qué se hace con ellos y después cierre la sesión.</translation>
    </message>
</context>
<context>
    <name>ApprovalView</name>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Agree</source>
        <translation>De acuerdo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Agree with everything left</source>
        <translation>De acuerdo con todo lo pendiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Agreed: {criterion}</source>
        <translation>De acuerdo: {criterion}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Finalise all the same</source>
        <translation>Finalizar de todos modos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Next criterion where readings differ</source>
        <translation>Siguiente criterio en que difieren las lecturas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Reason to return this criterion</source>
        <translation>Motivo para devolver este criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Return</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Return or finalise?</source>
        <translation>¿Devolver o finalizar?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Return to the assessor</source>
        <translation>Devolver a quien evalúa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Write a rationale</source>
        <translation>Escribir una justificación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>You wrote reasons to return this submission to the assessor.</source>
        <translation>Hay motivos escritos para devolver esta entrega a quien evalúa.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>{id} goes back to the assessor with the next sync.</source>
        <translation>{id} vuelve a quien evalúa con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>{id}: your decision is in the outbox and becomes official when it is synced.</source>
        <translation>{id}: su decisión está en la bandeja de salida y será oficial cuando se sincronice.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <location filename="../../assessor_app/gui/shell/banner.py"/>
        <source>({n} s)</source>
        <translation>({n} s)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/banner.py"/>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/banner.py"/>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>Decisions that are ready</source>
        <translation>Decisiones listas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>Finalise 1 decision</source>
        <translation>Finalizar 1 decisión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>Finalise what I agreed with</source>
        <translation>Finalizar lo acordado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>Finalise {n} decisions</source>
        <translation>Finalizar {n} decisiones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>Works offline: each decision becomes official when it is synced.</source>
        <translation>Funciona sin conexión: cada decisión será oficial cuando se sincronice.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>award</source>
        <translation>otorgar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>changed, disputed by a second reading, or to be returned: finalise it on its own</source>
        <translation>cambiada, con una segunda lectura distinta o por devolver: finalizar por separado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>not everything agreed yet</source>
        <translation>falta acuerdo en algún criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>not opened yet</source>
        <translation>aún sin abrir</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/batch.py"/>
        <source>not yet</source>
        <translation>aún no</translation>
    </message>
</context>
<context>
    <name>CalibrationPage</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Asked for. The packets come with the next sync.</source>
        <translation>Pedido. Los paquetes llegan con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Calibration</source>
        <translation>Calibración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Calibration: the issuer&apos;s levels are beside yours now.</source>
        <translation>Calibración: los niveles del emisor ya están junto a los suyos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Calibration: the issuer&apos;s levels for {id} are beside yours now.</source>
        <translation>Calibración: los niveles del emisor para {id} ya están junto a los suyos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>It could not be asked for: {reason}</source>
        <translation>No se pudo pedir: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Micro-credential</source>
        <translation>Microcredencial</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>Micro-credentials</source>
        <translation>Microcredenciales</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>No calibration is open to you yet.
The issuer opens one by giving packets to practise on.</source>
        <translation>Todavía no tiene ninguna calibración abierta.
El emisor la abre al ofrecer paquetes para practicar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/view.py"/>
        <source>You are offline; what is new comes with the next sync.</source>
        <translation>No tiene conexión; lo nuevo llega con la próxima sincronización.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/canvas.py"/>
        <source>Evidence</source>
        <translation>Evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/canvas.py"/>
        <source>Well done</source>
        <translation>Bien hecho</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>As a page with its table (PDF)…</source>
        <translation>Como página con su tabla (PDF)…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>As a picture (PNG)…</source>
        <translation>Como imagen (PNG)…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>As a table (CSV)…</source>
        <translation>Como tabla (CSV)…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Export {title}</source>
        <translation>Exportar {title}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Plot</source>
        <translation>Gráfico</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Plot or table</source>
        <translation>Gráfico o tabla</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Search {title}</source>
        <translation>Buscar en {title}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Show as a plot</source>
        <translation>Mostrar como gráfico</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Show as a table</source>
        <translation>Mostrar como tabla</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/card.py"/>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>What should the applicant do about it?</source>
        <translation>¿Qué debe hacer la persona solicitante al respecto?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
</context>
<context>
    <name>ChecksPart</name>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>Completion checks</source>
        <translation>Comprobaciones previas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>It goes back to the applicant as incomplete, without ratings.</source>
        <translation>Vuelve a la persona solicitante como incompleta, sin valoraciones.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>Y answers yes, X answers no. Ratings open when all are answered with yes.</source>
        <translation>Y responde sí, X responde no. Las valoraciones se abren cuando todas tienen un sí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>{n} of {total}</source>
        <translation>{n} de {total}</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <location filename="../../assessor_app/gui/shell/palette.py"/>
        <source>Actions</source>
        <translation>Acciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/palette.py"/>
        <source>Find an action</source>
        <translation>Buscar una acción</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/palette.py"/>
        <source>Type to find an action</source>
        <translation>Escribir para buscar una acción</translation>
    </message>
</context>
<context>
    <name>CommentsDialog</name>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Add</source>
        <translation>Agregar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Comment library</source>
        <translation>Biblioteca de comentarios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Comments</source>
        <translation>Comentarios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Issuer: {text}</source>
        <translation>Entidad emisora: {text}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Keep changes</source>
        <translation>Guardar cambios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Search comments</source>
        <translation>Buscar comentarios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Text of the comment</source>
        <translation>Texto del comentario</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Text of the comment; {…} leaves a blank to fill in</source>
        <translation>Texto del comentario; {…} deja un espacio por completar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/comments_dialog.py"/>
        <source>Where it is offered</source>
        <translation>Dónde se ofrece</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Attempt {n}</source>
        <translation>Intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Compare with attempt {n}</source>
        <translation>Comparar con el intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Comparing the pages…</source>
        <translation>Comparando las páginas…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>J next difference · K previous · Esc closes</source>
        <translation>J diferencia siguiente · K anterior · Esc cierra</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Next difference</source>
        <translation>Diferencia siguiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>No pages to show.</source>
        <translation>No hay páginas que mostrar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>One of the two versions has no pages that can be compared here.</source>
        <translation>Una de las dos versiones no tiene páginas que se puedan comparar aquí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Page of attempt {n}</source>
        <translation>Página del intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Page of this attempt</source>
        <translation>Página de este intento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Previous difference</source>
        <translation>Diferencia anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>There are no words on this page to compare.</source>
        <translation>En esta página no hay palabras que comparar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>This attempt</source>
        <translation>Este intento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>This page can&apos;t be shown: {reason}</source>
        <translation>No se puede mostrar esta página: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>This page is gone.</source>
        <translation>Esta página ya no está.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>This page is new.</source>
        <translation>Esta página es nueva.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/view.py"/>
        <source>Words that differ</source>
        <translation>Palabras que difieren</translation>
    </message>
</context>
<context>
    <name>ComparedRow</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>Issuer</source>
        <translation>Emisor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>The issuer gave no reason.</source>
        <translation>El emisor no dio ningún motivo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>You</source>
        <translation>Usted</translation>
    </message>
</context>
<context>
    <name>CriterionCard</name>
    <message>
        <location filename="../../assessor_app/gui/review/criterion_card.py"/>
        <source>1 mark</source>
        <translation>1 marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/criterion_card.py"/>
        <source>Show mark {words}</source>
        <translation>Mostrar la marca {words}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/criterion_card.py"/>
        <source>{n} marks</source>
        <translation>{n} marcas</translation>
    </message>
</context>
<context>
    <name>DecisionCard</name>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Agree</source>
        <translation>De acuerdo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Assessor</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Assessor: {level} · {marks}</source>
        <translation>Evaluación: {level} · {marks}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Changed to {level}</source>
        <translation>Cambiado a {level}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>No feedback written.</source>
        <translation>Sin retroalimentación escrita.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Rationale for the change (the applicant reads it)</source>
        <translation>Justificación del cambio (la lee la persona solicitante)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Reading 1, the one to decide on</source>
        <translation>Lectura 1, sobre la que se decide</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Reading {n}</source>
        <translation>Lectura {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Reason to return this criterion (only the assessor reads it)</source>
        <translation>Motivo para devolver este criterio (solo lo lee quien evalúa)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Show {words}</source>
        <translation>Mostrar {words}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>The readings differ</source>
        <translation>Las lecturas difieren</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>or choose another level:</source>
        <translation>o elegir otro nivel:</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>readings differ</source>
        <translation>las lecturas difieren</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>↩ To return</source>
        <translation>↩ Por devolver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>✓ Agreed</source>
        <translation>✓ De acuerdo</translation>
    </message>
</context>
<context>
    <name>DecisionPanel</name>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>A second reading agrees on every level.</source>
        <translation>Una segunda lectura coincide en todos los niveles.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>A second reading differs on {n} of {total}; Shift+D goes to the next.</source>
        <translation>Una segunda lectura difiere en {n} de {total}; Mayúsculas+D lleva al siguiente.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Award</source>
        <translation>Otorgar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Complete</source>
        <translation>Completo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Earn</source>
        <translation>Otorgar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>It becomes official when it is synced. You can finalise offline.</source>
        <translation>Será oficial cuando se sincronice. Se puede finalizar sin conexión.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Not yet</source>
        <translation>Aún no</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Note to you: {note}</source>
        <translation>Nota para usted: {note}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Return to the assessor with a reason</source>
        <translation>Devolver a quien evalúa con un motivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Return…</source>
        <translation>Devolver…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>The assessor recommends</source>
        <translation>Quien evalúa recomienda</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>{n} left</source>
        <translation>Por completar: {n}</translation>
    </message>
</context>
<context>
    <name>EvidenceList</name>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>Changed since attempt {n}</source>
        <translation>Con cambios desde el intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>Evidence</source>
        <translation>Evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>New since attempt {n}</source>
        <translation>Nueva desde el intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>Unchanged since attempt {n}</source>
        <translation>Sin cambios desde el intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>changed</source>
        <translation>con cambios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>link</source>
        <translation>enlace</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>picture</source>
        <translation>imagen</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>same</source>
        <translation>igual</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>slides</source>
        <translation>diapositivas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>table</source>
        <translation>tabla</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>{n} of {total}</source>
        <translation>{n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>{n} p.</source>
        <translation>{n} p.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/evidence_list.py"/>
        <source>{n} words</source>
        <translation>{n} palabras</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Approver</source>
        <translation>Aprobación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Assessment complete</source>
        <translation>Evaluación completa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Assessment in progress</source>
        <translation>Evaluación en curso</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Assessor</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Evidence with marks drawn in, as PDF…</source>
        <translation>Evidencia con las marcas dibujadas, como PDF…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Evidence with marks, as PDF…</source>
        <translation>Evidencia con marcas, como PDF…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Export (it will not be encrypted)</source>
        <translation>Exportar (no estará cifrado)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Marks as W3C annotations…</source>
        <translation>Marcas como anotaciones del W3C…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Marks as XFDF…</source>
        <translation>Marcas como XFDF…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Not exported</source>
        <translation>No exportado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>The export could not be made: {reason}
Nothing was changed.</source>
        <translation>No se pudo exportar: {reason}
No se cambió nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>Whole packet with cover, as PDF…</source>
        <translation>Paquete completo con portada, como PDF…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/exports.py"/>
        <source>not rated</source>
        <translation>sin valorar</translation>
    </message>
</context>
<context>
    <name>HintsDialog</name>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>Before it goes</source>
        <translation>Antes de enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>Complete, and ready to submit. Worth another thought:</source>
        <translation>Completa y lista para enviar. Vale la pena pensarlo otra vez:</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>Go on writing</source>
        <translation>Seguir escribiendo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>Submit</source>
        <translation>Enviar</translation>
    </message>
</context>
<context>
    <name>InsightsView</name>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>All raters</source>
        <translation>Todos los evaluadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>As of {time}</source>
        <translation>Actualizado: {time}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Compared with</source>
        <translation>Comparado con</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Criterion of the matrix</source>
        <translation>Criterio de la matriz</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Export all insights…</source>
        <translation>Exportar todos los análisis…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Export all…</source>
        <translation>Exportar todo…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Insights</source>
        <translation>Análisis</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Insights come with the next sync.</source>
        <translation>Los análisis llegarán con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Insights: {title}</source>
        <translation>Análisis: {title}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Micro-credential</source>
        <translation>Microcredencial</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Own work</source>
        <translation>Trabajo propio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Refresh</source>
        <translation>Actualizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Refresh the insights</source>
        <translation>Actualizar los análisis</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>Sign in to get insights.</source>
        <translation>Inicie sesión para recibir los análisis.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>The server gave no insights: {reason}</source>
        <translation>El servidor no entregó análisis: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>There is nothing to look at yet.
Insights begin with the first submission.</source>
        <translation>Todavía no hay nada que ver.
Los análisis empiezan con la primera entrega.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>You are offline.
Insights come with the next sync.</source>
        <translation>No tiene conexión.
Los análisis llegarán con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>offline</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/view.py"/>
        <source>sign in for newer ones</source>
        <translation>inicie sesión para recibir otros más recientes</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Actions and their keys</source>
        <translation>Acciones y sus teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Add</source>
        <translation>Agregar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>All as usual</source>
        <translation>Todas como siempre</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>All keys</source>
        <translation>Todas las teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>As usual</source>
        <translation>Como siempre</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Choose an action, press its new keys in the field.</source>
        <translation>Elegir una acción y pulsar sus nuevas teclas en el campo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Find an action or a key</source>
        <translation>Buscar una acción o una tecla</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Keys of a single character, such as J or H</source>
        <translation>Teclas de un solo carácter, como J o H</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>No keys</source>
        <translation>Sin teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Nothing here has this name. Keys of a screen are listed while it is open.</source>
        <translation>Nada tiene aquí este nombre. Las teclas de una pantalla aparecen mientras está abierta.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Press the new keys</source>
        <translation>Pulsar las nuevas teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>These keys are used by: {list}. They would no longer be.</source>
        <translation>Estas teclas ya se usan en: {list}. Dejarían de usarse ahí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Type an action or a key</source>
        <translation>Escribir una acción o una tecla</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/keys.py"/>
        <source>Use these keys</source>
        <translation>Usar estas teclas</translation>
    </message>
</context>
<context>
    <name>LeakDesk</name>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>1 possible leak</source>
        <translation>1 posible filtración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>Nothing in the evidence shown so far looks like a person.</source>
        <translation>Nada en la evidencia mostrada hasta ahora parece referirse a una persona.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>Report</source>
        <translation>Informar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>Report that this evidence shows who somebody is? It is then hidden until the issuer acts.</source>
        <translation>¿Informar que esta evidencia muestra quién es alguien? Quedará oculta hasta que actúe la entidad emisora.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>Words that may show who somebody is</source>
        <translation>Palabras que pueden revelar quién es alguien</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>{id} is reported: at the next sync it is hidden from everybody but the issuer. Your work is kept.</source>
        <translation>{id} tiene un informe: con la próxima sincronización queda oculta para todos salvo la entidad emisora. Su trabajo se conserva.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_desk.py"/>
        <source>{n} possible leaks</source>
        <translation>{n} posibles filtraciones</translation>
    </message>
</context>
<context>
    <name>LeaksDialog</name>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>Might this show who somebody is?</source>
        <translation>¿Podría esto revelar quién es alguien?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>Nobody</source>
        <translation>Nadie</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>Report</source>
        <translation>Informar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>Reporting hides the submission from everybody but the issuer until it is redacted. Your work is kept.</source>
        <translation>Al informar, la entrega queda oculta para todos salvo la entidad emisora hasta que se anonimice. Su trabajo se conserva.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>{title}, p. {n}</source>
        <translation>{title}, p. {n}</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Its name is written “{letters}”, with letters that may look like others. What counts is the address above.</source>
        <translation>Su nombre se escribe “{letters}”, con letras que pueden parecerse a otras. Lo que cuenta es la dirección de arriba.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Open a link from the evidence</source>
        <translation>Abrir un enlace de la evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Open in browser</source>
        <translation>Abrir en el navegador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Open this address in the browser?</source>
        <translation>¿Abrir esta dirección en el navegador?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>Stay here</source>
        <translation>Quedarse aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>The connection is not encrypted: others on the way can read it.</source>
        <translation>La conexión no está cifrada: otros pueden leerla por el camino.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>The website is {host}</source>
        <translation>El sitio web es {host}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>The whole address</source>
        <translation>La dirección completa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>This leaves the anonymity of the review. The website learns this computer&apos;s network address and when somebody looked, and may know who you are. What it shows may tell who the applicant is.</source>
        <translation>Con esto se sale del anonimato de la revisión. El sitio web conoce la dirección de red de este equipo y cuándo se consultó, y puede saber quién es usted. Lo que muestra puede revelar quién es la persona solicitante.</translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Contact with the server is needed</source>
        <translation>Hace falta contacto con el servidor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Everything you did is kept. Enter your passphrase to go on.</source>
        <translation>Todo lo que hizo está guardado. Escriba su frase de contraseña para continuar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Everything you did is kept. This computer&apos;s own sign-in protects it; if you set a passphrase (search actions: “Protect with a passphrase”), the application asks for that.</source>
        <translation>Todo lo que hizo está guardado. Lo protege el inicio de sesión de este equipo; si fija una frase de contraseña (buscar acciones: «Proteger con una frase de contraseña»), la aplicación la pedirá.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Evidence is shown for {days} days without contact. The last contact was on {last}; by this computer&apos;s clock today is {today}. Everything you did is kept and will be sent. Connect and sync; if the clock is wrong, set it right.</source>
        <translation>La evidencia se muestra {days} días sin contacto. El último contacto fue el {last}; según el reloj de este equipo hoy es {today}. Todo lo que hizo está guardado y se enviará. Conéctese y sincronice; si el reloj está mal, corríjalo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Locked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Passphrase</source>
        <translation>Frase de contraseña</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Save what waits to a file…</source>
        <translation>Guardar lo que espera en un archivo…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>That is not the passphrase of this profile. Please try again.</source>
        <translation>Esa no es la frase de contraseña de este perfil. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>The file with this profile&apos;s key was damaged or exchanged: {reason}</source>
        <translation>El archivo con la clave de este perfil está dañado o ha sido cambiado: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>The key can&apos;t be had from the system&apos;s keychain: {reason}
Unlock the keychain and try again; nothing is lost.</source>
        <translation>No se puede obtener la clave del llavero del sistema: {reason}
Desbloquee el llavero e inténtelo de nuevo; no se ha perdido nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/locked.py"/>
        <source>Unlock</source>
        <translation>Desbloquear</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Approver</source>
        <translation>Aprobación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Assessor</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Issuer</source>
        <translation>Emisión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Lock</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Nothing that was handed in can be undone now.</source>
        <translation>Ahora no se puede deshacer nada de lo entregado.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Open the outbox</source>
        <translation>Abrir la bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Outbox</source>
        <translation>Bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Preferences…</source>
        <translation>Preferencias…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Protect with a passphrase…</source>
        <translation>Proteger con una frase de contraseña…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Search actions</source>
        <translation>Buscar acciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Show all keys</source>
        <translation>Mostrar todas las teclas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Sign in again</source>
        <translation>Volver a iniciar sesión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>The application ended unexpectedly the last time. Everything that was saved is here.</source>
        <translation>La última vez la aplicación terminó de forma inesperada. Todo lo que se guardó está aquí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>This is the first one.</source>
        <translation>Esta es la primera.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>This is the last one.</source>
        <translation>Esta es la última.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Undo what was just handed in</source>
        <translation>Deshacer lo que se acaba de entregar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>What you wrote last could not be saved yet; it is tried again as long as the application is open. If the disk is full, make room. Close all the same, and lose it?</source>
        <translation>Lo último que escribió todavía no se ha podido guardar; se sigue intentando mientras la aplicación esté abierta. Si el disco está lleno, libere espacio. ¿Cerrar de todos modos y perderlo?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Work offline</source>
        <translation>Trabajar sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>Your last change is from {time}.</source>
        <translation>Su último cambio es de {time}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>criterion {number}: {place}</source>
        <translation>criterio {number}: {place}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>{id} is not assigned to you any more.</source>
        <translation>{id} ya no tiene asignación a su nombre.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/window.py"/>
        <source>{n} of {total}</source>
        <translation>{n} de {total}</translation>
    </message>
</context>
<context>
    <name>MarkActions</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Bring to front</source>
        <translation>Traer al frente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Cut marks</source>
        <translation>Cortar marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Delete marks</source>
        <translation>Eliminar marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Link to criterion</source>
        <translation>Vincular a un criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Link to no criterion</source>
        <translation>No vincular a ningún criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Link to the selected criterion</source>
        <translation>Vincular al criterio seleccionado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Note on this page</source>
        <translation>Nota en esta página</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Only for assessor and approver</source>
        <translation>Solo para quien evalúa y quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Paste marks</source>
        <translation>Pegar marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Read with the caret</source>
        <translation>Leer con el cursor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Select all marks of the page</source>
        <translation>Seleccionar todas las marcas de la página</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Send to back</source>
        <translation>Enviar al fondo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/mark_actions.py"/>
        <source>Write a comment</source>
        <translation>Escribir un comentario</translation>
    </message>
</context>
<context>
    <name>MarkEditor</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/editor.py"/>
        <source>Comment on this mark</source>
        <translation>Comentario sobre esta marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/editor.py"/>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/editor.py"/>
        <source>Text on the page</source>
        <translation>Texto en la página</translation>
    </message>
</context>
<context>
    <name>MarksModel</name>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Place not found: </source>
        <translation>Lugar no encontrado: </translation>
    </message>
</context>
<context>
    <name>MarksPanel</name>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>All kinds</source>
        <translation>Todo tipo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Comment on the chosen mark</source>
        <translation>Comentario sobre la marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Criterion or phase</source>
        <translation>Criterio o fase</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Filter marks</source>
        <translation>Filtrar marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Kind of mark</source>
        <translation>Tipo de marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Marks</source>
        <translation>Marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>Marks that you make on the evidence are listed here.</source>
        <translation>Aquí aparecen las marcas que se hacen en la evidencia.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/marks_panel.py"/>
        <source>No criterion</source>
        <translation>Sin criterio</translation>
    </message>
</context>
<context>
    <name>MeasureRow</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>no interval can be given</source>
        <translation>no se puede dar un intervalo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>too few to tell</source>
        <translation>muy pocos para saberlo</translation>
    </message>
</context>
<context>
    <name>MediaView</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Begin range</source>
        <translation>Iniciar intervalo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>End range</source>
        <translation>Terminar intervalo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Five seconds back</source>
        <translation>Cinco segundos atrás</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Five seconds on</source>
        <translation>Cinco segundos adelante</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Note at this time</source>
        <translation>Nota en este momento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Play or pause</source>
        <translation>Reproducir o pausar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/media.py"/>
        <source>Recordings are played where the application was installed with its “media” part.</source>
        <translation>Las grabaciones se reproducen donde la aplicación se instaló con su componente “media”.</translation>
    </message>
</context>
<context>
    <name>MissingDialog</name>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>Not complete yet</source>
        <translation>Aún no está completa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>Nothing was sent. Choose an item to go to its place.</source>
        <translation>No se envió nada. Al elegir un elemento se va a su lugar.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/notice.py"/>
        <source>Link: {address}</source>
        <translation>Enlace: {address}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/notice.py"/>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/notice.py"/>
        <source>Open in browser…</source>
        <translation>Abrir en el navegador…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/notice.py"/>
        <source>Password of this file</source>
        <translation>Contraseña de este archivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/notice.py"/>
        <source>Save a copy…</source>
        <translation>Guardar una copia…</translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>(empty)</source>
        <translation>(vacío)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>1 change to your draft, kept here</source>
        <translation>1 cambio en su borrador, guardado aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>A change to your comments and filters</source>
        <translation>Un cambio en sus comentarios y filtros</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>A change to your draft</source>
        <translation>Un cambio en su borrador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Asking for calibration packets</source>
        <translation>Petición de paquetes de calibración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Back to the applicant as incomplete</source>
        <translation>Devolución a la persona solicitante como incompleta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Decision: award</source>
        <translation>Decisión: otorgar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Decision: not yet</source>
        <translation>Decisión: aún no</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Discard “{what}” of {id}? It can&apos;t be brought back.</source>
        <translation>¿Descartar “{what}” de {id}? No se podrá recuperar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Discard…</source>
        <translation>Descartar…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Everything you did is on the server. Nothing waits here.</source>
        <translation>Todo su trabajo está en el servidor. Aquí no hay nada en espera.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Here</source>
        <translation>Aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>I have seen it</source>
        <translation>Ya está visto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>JSON files (*.json)</source>
        <translation>Archivos JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Keep the version from here</source>
        <translation>Conservar la versión de aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Kept as a second reading</source>
        <translation>Guardado como segunda lectura</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Look again</source>
        <translation>Volver a mirar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Needs attention</source>
        <translation>Requiere atención</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Not taken in</source>
        <translation>No se ha admitido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>On its way</source>
        <translation>En camino</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>On your other computer</source>
        <translation>En su otro equipo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Open a file from the server</source>
        <translation>Abrir un archivo del servidor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Open a file from the server…</source>
        <translation>Abrir un archivo del servidor…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Outbox</source>
        <translation>Bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Recommendation to the approver</source>
        <translation>Recomendación para quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Report: this shows who somebody is</source>
        <translation>Informe: esto revela quién es alguien</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Return to the assessor</source>
        <translation>Devolución a quien evalúa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Save a copy</source>
        <translation>Guardar una copia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Save a copy…</source>
        <translation>Guardar una copia…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Save to file</source>
        <translation>Guardar en un archivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Save to file…</source>
        <translation>Guardar en un archivo…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Saved</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Scores of a calibration packet</source>
        <translation>Puntuaciones de un paquete de calibración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Send again</source>
        <translation>Enviar de nuevo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Send all {n} again</source>
        <translation>Enviar de nuevo los {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Sign in again</source>
        <translation>Volver a iniciar sesión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Somebody else had taken it over. Nothing is lost: the approver sees both readings.</source>
        <translation>Otra persona la había asumido. Nada se pierde: quien aprueba ve las dos lecturas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Take back and edit</source>
        <translation>Recuperar y editar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Take the other version</source>
        <translation>Tomar la otra versión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Taken in</source>
        <translation>Admitido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>The copy could not be written: {reason}
The item is still in the outbox.</source>
        <translation>No se pudo escribir la copia: {reason}
El elemento sigue en la bandeja de salida.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>The file could not be written: {reason}
Everything is still in the outbox.</source>
        <translation>No se pudo escribir el archivo: {reason}
Todo sigue en la bandeja de salida.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>Waiting to sync</source>
        <translation>En espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>{answers} answers and {packets} packets were taken in.</source>
        <translation>Se admitieron {answers} respuestas y {packets} paquetes.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>{n} changes to your draft, kept here</source>
        <translation>{n} cambios en su borrador, guardados aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>{n} events were written. They stay in the outbox until the server has answered; an administrator takes them in with: assessor-app admin import FILE</source>
        <translation>Se escribieron {n} eventos. Quedan en la bandeja de salida hasta que responda el servidor; un administrador los admite con: assessor-app admin import ARCHIVO</translation>
    </message>
</context>
<context>
    <name>PagesList</name>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>At least {n} characters, please.</source>
        <translation>Se necesitan al menos {n} caracteres.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>Choose a passphrase</source>
        <translation>Elegir una frase de contraseña</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>Enter your passphrase</source>
        <translation>Escribir su frase de contraseña</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>It opens the encrypted profile on this computer.</source>
        <translation>Abre el perfil cifrado en este equipo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>Passphrase</source>
        <translation>Frase de contraseña</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The application will ask for it when it opens and after every pause, instead of leaving that to this computer&apos;s own sign-in. It can&apos;t be recovered: without it, what was not synced is lost.</source>
        <translation>La aplicación la pedirá al abrirse y después de cada pausa, en lugar de dejarlo al inicio de sesión de este equipo. No se puede recuperar: sin ella, lo que no se sincronizó se pierde.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The same again</source>
        <translation>La misma otra vez</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The two are not the same.</source>
        <translation>Las dos no coinciden.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>This computer has no keychain that the application can use. A passphrase protects the evidence and your work on this disk. It can&apos;t be recovered: without it, what was not synced is lost.</source>
        <translation>Este equipo no tiene un llavero que la aplicación pueda usar. Una frase de contraseña protege la evidencia y su trabajo en este disco. No se puede recuperar: sin ella se pierde lo que no se haya sincronizado.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>As the language</source>
        <translation>Según el idioma</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>As the server asks</source>
        <translation>Como pide el servidor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>As the system</source>
        <translation>Según el sistema</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Check spelling while writing</source>
        <translation>Revisar la ortografía al escribir</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Dictionary</source>
        <translation>Diccionario</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Gentle hints about feedback</source>
        <translation>Sugerencias amables sobre la retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Keys of a single character, such as J or H</source>
        <translation>Teclas de un solo carácter, como J o H</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Language, look, motion and size of text change when the application is opened the next time.</source>
        <translation>El idioma, el aspecto, el movimiento y el tamaño del texto cambian la próxima vez que se abra la aplicación.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Less motion</source>
        <translation>Menos movimiento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Lock after a pause of</source>
        <translation>Bloquear tras una pausa de</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Look</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Notices of news and due times</source>
        <translation>Avisos de novedades y vencimientos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Size of text</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/preferences_dialog.py"/>
        <source>Time to undo what was handed in</source>
        <translation>Tiempo para deshacer lo entregado</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Attempt {n} was incomplete.</source>
        <translation>El intento {n} estaba incompleto.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Attempt {n} was not yet on {list}.</source>
        <translation>El intento {n} recibió un “aún no” en {list}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Earlier outcomes show here once the packet is downloaded.</source>
        <translation>Los resultados anteriores aparecen aquí cuando el paquete está descargado.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Flags</source>
        <translation>Avisos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Its packet is no longer on this computer.</source>
        <translation>Su paquete ya no está en este equipo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>None.</source>
        <translation>Ninguno.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Requirements</source>
        <translation>Requisitos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>Returned by the approver: {reason}</source>
        <translation>Devuelta por quien aprueba: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>The packet was refused: {reason}</source>
        <translation>El paquete fue rechazado: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>This is the first attempt.</source>
        <translation>Este es el primer intento.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>You wrote: {words}</source>
        <translation>Su texto: {words}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/preview.py"/>
        <source>attempt {n}</source>
        <translation>intento {n}</translation>
    </message>
</context>
<context>
    <name>ProseField</name>
    <message>
        <location filename="../../assessor_app/gui/review/fields.py"/>
        <source>Too long: a text may have {n} characters.</source>
        <translation>Demasiado largo: un texto puede tener {n} caracteres.</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>1 file · {size}</source>
        <translation>1 archivo · {size}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Attempt</source>
        <translation>Intento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Available</source>
        <translation>Disponible</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Award waiting to sync</source>
        <translation>Otorgamiento en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Download</source>
        <translation>Por descargar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Due</source>
        <translation>Vence</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Earned</source>
        <translation>Obtenida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Evidence</source>
        <translation>Evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Finished</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Held back</source>
        <translation>Retenida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>In progress</source>
        <translation>En curso</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Incomplete, waiting to sync</source>
        <translation>Incompleta, en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Micro-credential</source>
        <translation>Micro-credencial</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Needs attention</source>
        <translation>Requiere atención</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Not started</source>
        <translation>No iniciada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Not yet earned</source>
        <translation>Aún no obtenida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Not yet, waiting to sync</source>
        <translation>Aún no, en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Ready to finalise</source>
        <translation>Lista para finalizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Ready to submit</source>
        <translation>Lista para enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Refused</source>
        <translation>Paquete rechazado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Reported, waiting to sync</source>
        <translation>Informada, en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Return waiting to sync</source>
        <translation>Devolución en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Returned</source>
        <translation>Devuelta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Returned by approver</source>
        <translation>Devuelta por quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Sent back incomplete</source>
        <translation>Devuelta como incompleta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Submission</source>
        <translation>Entrega</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Submitted, waiting to sync</source>
        <translation>Enviada, en espera de sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Taken over</source>
        <translation>A cargo de otra persona</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>With the approver</source>
        <translation>En aprobación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>Withdrawn</source>
        <translation>Retirada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>handed in</source>
        <translation>entregada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>{n} files · {size}</source>
        <translation>{n} archivos · {size}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/model.py"/>
        <source>✓ Offline</source>
        <translation>✓ Sin conexión</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>1 decision is in the outbox; it becomes official when synced.</source>
        <translation>1 decisión está en la bandeja de salida; será oficial cuando se sincronice.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>All {n}</source>
        <translation>Todas {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Approvals</source>
        <translation>Aprobaciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Calendar files (*.ics)</source>
        <translation>Archivos de calendario (*.ics)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Criterion to score across {n} submissions</source>
        <translation>Criterio por valorar en {n} entregas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Due soon {n}</source>
        <translation>Vencen pronto {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Finalise what I agreed with…</source>
        <translation>Finalizar lo acordado…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Make available offline</source>
        <translation>Dejar disponible sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Needs attention {n}</source>
        <translation>Requieren atención {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Nothing handed in yet.
What you have finished is listed here.</source>
        <translation>Aún no hay nada entregado.
Aquí aparece lo que ya está terminado.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Nothing matches this search and filter.</source>
        <translation>Nada coincide con esta búsqueda y este filtro.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Nothing waits for your decision.
Assessed submissions appear here by themselves.</source>
        <translation>Nada espera su decisión.
Las entregas evaluadas aparecen aquí por sí solas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Offline {n}</source>
        <translation>Sin conexión {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Open the submission</source>
        <translation>Abrir la entrega</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Returned {n}</source>
        <translation>Devueltas {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Save due dates</source>
        <translation>Guardar fechas de vencimiento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Save due dates as a calendar file…</source>
        <translation>Guardar fechas de vencimiento como archivo de calendario…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Save this filter…</source>
        <translation>Guardar este filtro…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Score across</source>
        <translation>Valorar en varias</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Score one criterion across the selected submissions…</source>
        <translation>Valorar un criterio en las entregas seleccionadas…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Search submissions</source>
        <translation>Buscar entregas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Search, your feedback too</source>
        <translation>Buscar, también en su retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Select two or more submissions of one micro-credential to score them together.</source>
        <translation>Para valorarlas juntas hay que seleccionar dos o más entregas de una misma micro-credencial.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Submissions</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>The calendar file could not be written: {reason}</source>
        <translation>No se pudo escribir el archivo de calendario: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Waiting {n}</source>
        <translation>En espera {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>Your queue is empty.
New submissions appear here by themselves.</source>
        <translation>Su cola está vacía.
Las entregas nuevas aparecen aquí por sí solas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>{n} decisions are in the outbox. These changed meanwhile; open them again: {list}</source>
        <translation>{n} decisiones están en la bandeja de salida. Estas cambiaron entretanto; hay que abrirlas de nuevo: {list}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/view.py"/>
        <source>{n} decisions are in the outbox; they become official when synced.</source>
        <translation>Decisiones en la bandeja de salida: {n}; serán oficiales cuando se sincronicen.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Go to {page}</source>
        <translation>Ir a {page}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
</context>
<context>
    <name>RatingCard</name>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>1 mark then</source>
        <translation>1 marca entonces</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>1 word</source>
        <translation>1 palabra</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>A level that does not meet needs feedback.</source>
        <translation>Un nivel que no cumple necesita retroalimentación.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Answer the completion checks first.</source>
        <translation>Primero hay que responder las comprobaciones previas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Approver: {words}</source>
        <translation>Aprobación: {words}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Attempt {n}</source>
        <translation>Intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Choose a level with its number key.</source>
        <translation>El nivel se elige con la tecla de su número.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Feedback to the applicant: / inserts a comment, @ cites a mark</source>
        <translation>Retroalimentación para la persona solicitante: / inserta un comentario, @ cita una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>It goes back as incomplete, so nothing is rated.</source>
        <translation>Vuelve como incompleta, así que no se valora nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>No feedback written.</source>
        <translation>Sin retroalimentación escrita.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Not rated yet.</source>
        <translation>Aún sin valorar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Not rated.</source>
        <translation>Sin valorar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Notes for yourself (nobody reads them)</source>
        <translation>Notas para usted (nadie las lee)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>{n} marks then</source>
        <translation>{n} marcas entonces</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>{n} words</source>
        <translation>{n} palabras</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>{n} words of feedback</source>
        <translation>{n} palabras de retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>{n} words · about {m} suggested</source>
        <translation>{n} palabras · se sugieren unas {m}</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>Agreement as a whole</source>
        <translation>Acuerdo en conjunto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>Agreement by criterion</source>
        <translation>Acuerdo por criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>Look at the evidence of {id}</source>
        <translation>Ver la evidencia de {id}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>The coefficients leave out {n} criteria, which have another number of levels than the others, and whatever went wrong in them.</source>
        <translation>Los coeficientes dejan fuera {n} criterios, que tienen otro número de niveles que los demás, y todo lo que falló en ellos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>This was of an earlier version of the rubric, which has none of these criteria any more.</source>
        <translation>Era de una versión anterior de la rúbrica, que ya no tiene ninguno de estos criterios.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>n counts ratings. Levels of one packet belong together, which the interval of exact agreement takes into account.</source>
        <translation>n cuenta valoraciones. Los niveles de un mismo paquete van juntos, y el intervalo del acuerdo exacto lo tiene en cuenta.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/result.py"/>
        <source>{id}: {n} of {total} the same</source>
        <translation>{id}: {n} de {total} iguales</translation>
    </message>
</context>
<context>
    <name>ReturnDialog</name>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Reasons for single criteria are written there, with Shift+F; each becomes an item to tick off.</source>
        <translation>Los motivos de cada criterio se escriben en él, con Mayúsculas+F; cada uno pasa a ser un punto por atender.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Return</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>Return to the assessor</source>
        <translation>Devolver a quien evalúa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/view.py"/>
        <source>The assessor reads the reason; the applicant does not.</source>
        <translation>El motivo lo lee quien evalúa, no la persona solicitante.</translation>
    </message>
</context>
<context>
    <name>ReturnedPart</name>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>Returned by the approver</source>
        <translation>Devuelta por quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>The whole</source>
        <translation>El conjunto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/intro.py"/>
        <source>{n} of {total} seen to</source>
        <translation>{n} de {total} atendidos</translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Cite the selected mark in the feedback</source>
        <translation>Citar la marca seleccionada en la retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Comment library…</source>
        <translation>Biblioteca de comentarios…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Completion check: no</source>
        <translation>Comprobación previa: no</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Completion check: yes</source>
        <translation>Comprobación previa: sí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Every check is answered. Choose another answer in the list at the right.</source>
        <translation>Todas las comprobaciones están respondidas. Se puede elegir otra respuesta en la lista de la derecha.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>For this criterion, at any level. {…} leaves a blank to fill in.</source>
        <translation>Para este criterio, en cualquier nivel. {…} deja un espacio por completar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Keep as a comment</source>
        <translation>Guardar como comentario</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Keep this feedback as a comment</source>
        <translation>Guardar esta retroalimentación como comentario</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Kept in your comment library.</source>
        <translation>Guardado en su biblioteca de comentarios.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Not kept as a comment yet; what you changed is in the comment library&apos;s field.</source>
        <translation>Aún no se ha guardado como comentario; lo que cambió está en el campo de la biblioteca de comentarios.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Select a mark on the page first; then this key cites it.</source>
        <translation>Primero hay que seleccionar una marca en la página; después esta tecla la cita.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Send back as incomplete</source>
        <translation>Devolver como incompleta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Send it back to the applicant as incomplete? Your draft ratings are kept, but not sent.</source>
        <translation>¿Devolverla a la persona solicitante como incompleta? Las valoraciones de su borrador se conservan, pero no se envían.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Show the cited mark</source>
        <translation>Mostrar la marca citada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>There is no feedback yet to keep as a comment.</source>
        <translation>Aún no hay retroalimentación para guardar como comentario.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>This mark is only for assessor and approver; feedback can&apos;t cite it.</source>
        <translation>Esta marca es solo para quien evalúa y quien aprueba; la retroalimentación no puede citarla.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Write feedback</source>
        <translation>Escribir retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>{id} goes back to the applicant as incomplete with the next sync.</source>
        <translation>{id} vuelve a la persona solicitante como incompleta con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>{id}: your recommendation is in the outbox and goes to the approver with the next sync.</source>
        <translation>{id}: su recomendación está en la bandeja de salida y llega a quien aprueba con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/view.py"/>
        <source>{id}: your scores are in the outbox. They count for your calibration with the next sync.</source>
        <translation>{id}: sus valoraciones están en la bandeja de salida. Cuentan para su calibración con la próxima sincronización.</translation>
    </message>
</context>
<context>
    <name>RoundView</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/rounds.py"/>
        <source>Download for offline</source>
        <translation>Descargar para trabajar sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/rounds.py"/>
        <source>Hide the result</source>
        <translation>Ocultar el resultado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/rounds.py"/>
        <source>Open the packet</source>
        <translation>Abrir el paquete</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/rounds.py"/>
        <source>Packets of {round}</source>
        <translation>Paquetes de {round}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/rounds.py"/>
        <source>Show the result</source>
        <translation>Mostrar el resultado</translation>
    </message>
</context>
<context>
    <name>RubricPanel</name>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Everything is rated</source>
        <translation>Todo está valorado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Note to the approver</source>
        <translation>Nota para quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Recommends: earn</source>
        <translation>Recomienda: otorgar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Recommends: not yet</source>
        <translation>Recomienda: aún no</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Send back</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Send back to the applicant as incomplete</source>
        <translation>Devolver a la persona solicitante como incompleta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Submit</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>Submit recommendation</source>
        <translation>Enviar la recomendación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>The applicant never sees it.</source>
        <translation>La persona solicitante nunca la ve.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rubric_panel.py"/>
        <source>{n} left</source>
        <translation>Por completar: {n}</translation>
    </message>
</context>
<context>
    <name>SavedFilters</name>
    <message>
        <location filename="../../assessor_app/gui/queue/saved.py"/>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/saved.py"/>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/saved.py"/>
        <source>Save this filter</source>
        <translation>Guardar este filtro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/saved.py"/>
        <source>Save this filter…</source>
        <translation>Guardar este filtro…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/saved.py"/>
        <source>Saved filters</source>
        <translation>Filtros guardados</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>Find in all evidence</source>
        <translation>Buscar en toda la evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>Next hit</source>
        <translation>Siguiente resultado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>Previous hit</source>
        <translation>Resultado anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>{n} of {total}</source>
        <translation>{n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/search.py"/>
        <source>{total} found</source>
        <translation>{total} encontrados</translation>
    </message>
</context>
<context>
    <name>SideBySideDialog</name>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Another submission</source>
        <translation>Otra entrega</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Passages that both have</source>
        <translation>Pasajes que ambas tienen</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>This submission</source>
        <translation>Esta entrega</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>p. {n}</source>
        <translation>p. {n}</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Marks</source>
        <translation>Marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Outline</source>
        <translation>Esquema</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Remarks</source>
        <translation>Observaciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Search results</source>
        <translation>Resultados de la búsqueda</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>The applicant&apos;s annotations</source>
        <translation>Anotaciones de la persona solicitante</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>{title}, p. {n}</source>
        <translation>{title}, p. {n}</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
</context>
<context>
    <name>SignInView</name>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>No browser could be opened. Please open this address yourself:
{url}</source>
        <translation>No se pudo abrir un navegador. Esta es la dirección que hay que abrir:
{url}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Server address</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Sign in with your browser</source>
        <translation>Iniciar sesión con su navegador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Signing in failed: {reason}</source>
        <translation>No se pudo iniciar la sesión: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>The certificate that answered belongs to another server. Check the address; if it is right, somebody may be on the line.</source>
        <translation>El certificado que respondió es de otro servidor. Compruebe la dirección; si es correcta, puede que alguien esté interceptando la línea.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>The server can&apos;t be reached. Check the address and your connection, then try again.</source>
        <translation>No se puede llegar al servidor. Conviene revisar la dirección y la conexión, y luego intentar de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>The server&apos;s certificate has run out or is not valid yet. Check this computer&apos;s clock, and tell your administrator if it is right.</source>
        <translation>El certificado del servidor ha caducado o todavía no es válido. Compruebe el reloj de este equipo y, si es correcto, avise a su administrador.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>The server&apos;s certificate is not trusted by this computer. Nothing was sent. Please ask your administrator.</source>
        <translation>Este equipo no confía en el certificado del servidor. No se envió nada. Consulte a su administrador.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>This computer&apos;s access had been ended. It has a new key now: please sign in once more. What was not sent is kept in the outbox.</source>
        <translation>El acceso de este equipo se había terminado. Ahora tiene una clave nueva: inicie sesión una vez más. Lo que no se envió está en la bandeja de salida.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Waiting for you to sign in in the browser…</source>
        <translation>En espera del inicio de sesión en el navegador…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/sign_in.py"/>
        <source>Your browser opens the page of your assessment server. Your password never passes through this application.</source>
        <translation>Su navegador abre la página de su servidor de evaluación. Su contraseña nunca pasa por esta aplicación.</translation>
    </message>
</context>
<context>
    <name>SignedOutDialog</name>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>Everything in it had been synced; close this to start afresh.</source>
        <translation>Todo lo que contiene estaba sincronizado; cierre esto para empezar de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>The keychain has lost this computer&apos;s key, so this profile can&apos;t be opened.</source>
        <translation>El llavero ha perdido la clave de este equipo, por eso no se puede abrir este perfil.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>This computer&apos;s access was ended, so this profile can&apos;t be opened any more.</source>
        <translation>El acceso de este equipo se terminó, por eso ya no se puede abrir este perfil.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/signed_out.py"/>
        <source>This profile was signed out: its data is encrypted, and only your sign-in opens it again.</source>
        <translation>Se cerró la sesión de este perfil: sus datos están cifrados y solo su inicio de sesión los abre de nuevo.</translation>
    </message>
</context>
<context>
    <name>SimilarPart</name>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Like other work</source>
        <translation>Parecido a otro trabajo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Show side by side</source>
        <translation>Mostrar lado a lado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Show “{title}” side by side</source>
        <translation>Mostrar «{title}» lado a lado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>The issuer decides what it means. Rate what you see.</source>
        <translation>La entidad emisora decide qué significa. Evalúe lo que ve.</translation>
    </message>
</context>
<context>
    <name>SpelledField</name>
    <message>
        <location filename="../../assessor_app/gui/review/spelled_field.py"/>
        <source>Add “{word}” to the dictionary</source>
        <translation>Agregar “{word}” al diccionario</translation>
    </message>
</context>
<context>
    <name>StandingCard</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/head.py"/>
        <source>Asked for…</source>
        <translation>Pedido…</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <location filename="../../assessor_app/gui/review/suggestions.py"/>
        <source>Enter inserts, Esc closes</source>
        <translation>Enter inserta, Esc cierra</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/suggestions.py"/>
        <source>Suggestions</source>
        <translation>Sugerencias</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <location filename="../../assessor_app/gui/insights/table.py"/>
        <source>Copy the selected cells</source>
        <translation>Copiar las celdas seleccionadas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/table.py"/>
        <source>Sort by this column, or the other way round</source>
        <translation>Ordenar por esta columna, o al revés</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/table.py"/>
        <source>Sorted by {column}, highest first</source>
        <translation>Ordenado por {column}, primero lo más alto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/table.py"/>
        <source>Sorted by {column}, lowest first</source>
        <translation>Ordenado por {column}, primero lo más bajo</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Actual size</source>
        <translation>Tamaño real</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Arrow</source>
        <translation>Flecha</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Box</source>
        <translation>Recuadro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Clear evidence</source>
        <translation>Evidencia clara</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Colour of the selected marks</source>
        <translation>Color de las marcas seleccionadas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Ellipse</source>
        <translation>Elipse</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Erase whole marks</source>
        <translation>Borrar marcas enteras</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Eraser</source>
        <translation>Goma</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Fit page</source>
        <translation>Ajustar a la página</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Fit width</source>
        <translation>Ajustar al ancho</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Highlight</source>
        <translation>Resaltar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Lasso</source>
        <translation>Lazo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Marker</source>
        <translation>Marcador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Not yet</source>
        <translation>Aún no</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Of its criterion&apos;s phase</source>
        <translation>De la fase de su criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Page {n} of {total}</source>
        <translation>Página {n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Pen</source>
        <translation>Lápiz</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Polygon</source>
        <translation>Polígono</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Redo {step}</source>
        <translation>Rehacer: {step}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Say more</source>
        <translation>Ampliar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>See feedback</source>
        <translation>Ver retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Select</source>
        <translation>Seleccionar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Squiggly underline</source>
        <translation>Subrayado ondulado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Stamp</source>
        <translation>Sello</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Strike out</source>
        <translation>Tachar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Underline</source>
        <translation>Subrayar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Undo {step}</source>
        <translation>Deshacer: {step}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Well done</source>
        <translation>Bien hecho</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/toolbar.py"/>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>Assessor</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>Due within a day</source>
        <translation>Vence en menos de un día</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>New in your queue</source>
        <translation>Nueva en su cola</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>News</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>Overdue</source>
        <translation>Vencida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>Returned by the approver</source>
        <translation>Devuelta por quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>Unlock the application to see it.</source>
        <translation>Desbloquee la aplicación para verlo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/tray.py"/>
        <source>and {n} more</source>
        <translation>y {n} más</translation>
    </message>
</context>
<context>
    <name>ViewOptions</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Applicant&apos;s annotations</source>
        <translation>Anotaciones de la persona solicitante</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Brightness</source>
        <translation>Brillo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Dark pages</source>
        <translation>Páginas oscuras</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Magnifier</source>
        <translation>Lupa</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Rotate the view</source>
        <translation>Girar la vista</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Show as it is</source>
        <translation>Mostrar tal como es</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Straighten</source>
        <translation>Enderezar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Straighten the page</source>
        <translation>Enderezar la página</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>Two pages side by side</source>
        <translation>Dos páginas lado a lado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/options.py"/>
        <source>{name} back to normal</source>
        <translation>{name}: volver a lo normal</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Files inside this file, which are not opened: {names}</source>
        <translation>Archivos dentro de este archivo, que no se abren: {names}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Find in all evidence</source>
        <translation>Buscar en toda la evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>How the evidence is shown</source>
        <translation>Cómo se muestra la evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Next hit</source>
        <translation>Siguiente resultado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Next page</source>
        <translation>Página siguiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Preparing this evidence…</source>
        <translation>Preparando esta evidencia…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Previous hit</source>
        <translation>Resultado anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Previous page</source>
        <translation>Página anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Save a copy of this evidence</source>
        <translation>Guardar una copia de esta evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Shown as the PDF that was made of it when it was handed in.</source>
        <translation>Se muestra el PDF que se hizo de ella al entregarla.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>Text only: pictures and layout of the original can&apos;t be shown here.</source>
        <translation>Solo texto: aquí no se pueden mostrar las imágenes ni el diseño del original.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>The evidence is being downloaded. It opens here by itself.</source>
        <translation>La evidencia se está descargando. Se abre aquí por sí sola.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>The evidence is not on this computer.</source>
        <translation>La evidencia no está en este equipo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>This evidence is still being downloaded. It opens here by itself.</source>
        <translation>Esta evidencia aún se está descargando. Se abre aquí por sí sola.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>This file asks for a password.</source>
        <translation>Este archivo pide una contraseña.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>{title}, page {n} of {total}, marks: {marks}</source>
        <translation>{title}, página {n} de {total}, marcas: {marks}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>“{title}” can&apos;t be shown: {reason}</source>
        <translation>No se puede mostrar “{title}”: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/view.py"/>
        <source>“{title}” is still being downloaded.</source>
        <translation>“{title}” aún se está descargando.</translation>
    </message>
</context>
<context>
    <name>WorkspaceView</name>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Back to the evidence</source>
        <translation>Volver a la evidencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Choose level {n}</source>
        <translation>Elegir el nivel {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Compare with the earlier attempt</source>
        <translation>Comparar con el intento anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Downloading…</source>
        <translation>Descargando…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Due in {span}</source>
        <translation>Vence en {span}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>It could not be handed in: {reason}
Your draft is kept.</source>
        <translation>No se pudo entregar: {reason}
Su borrador se conserva.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Next criterion</source>
        <translation>Criterio siguiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Next evidence</source>
        <translation>Evidencia siguiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Next submission</source>
        <translation>Entrega siguiente</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Not downloaded</source>
        <translation>Sin descargar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Not handed in</source>
        <translation>No entregada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Not handed in: what you wrote last is not saved yet. It is being tried again.</source>
        <translation>No entregada: lo último que escribió todavía no está guardado. Se está intentando de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Not saved yet: {reason}. Trying again.</source>
        <translation>Aún sin guardar: {reason}. Se intenta de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Not saved: {reason}</source>
        <translation>No guardado: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Packet refused</source>
        <translation>Paquete rechazado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Practice</source>
        <translation>Práctica</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Previous criterion</source>
        <translation>Criterio anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Previous evidence</source>
        <translation>Evidencia anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Previous submission</source>
        <translation>Entrega anterior</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Qualification</source>
        <translation>Cualificación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only</source>
        <translation>Solo lectura</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only now; see the outbox</source>
        <translation>Ahora es de solo lectura; ver la bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only: decided</source>
        <translation>Solo lectura: decidido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only: handed in</source>
        <translation>Solo lectura: entregado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only: handed in, waits in the outbox</source>
        <translation>Solo lectura: entregado, espera en la bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only: not taken, see the outbox</source>
        <translation>Solo lectura: no admitido, vea la bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Read only: somebody else has taken it over</source>
        <translation>Solo lectura: otra persona se ha hecho cargo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Report that this shows who somebody is</source>
        <translation>Informar que esto revela quién es alguien</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Save and close</source>
        <translation>Guardar y cerrar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Save and close (Ctrl+W)</source>
        <translation>Guardar y cerrar (Ctrl+W)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Saved {time}</source>
        <translation>Guardado a las {time}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Submit</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>There is no earlier attempt to compare with.</source>
        <translation>No hay un intento anterior con que comparar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>This submission was taken back: withdrawn, or held back for a privacy report. What you wrote is kept; what was not sent yet is in the outbox.</source>
        <translation>Esta entrega se ha recuperado: retirada, o retenida por un aviso de privacidad. Lo que escribió está guardado; lo que aún no se envió está en la bandeja de salida.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>Words that may show who somebody is</source>
        <translation>Palabras que pueden revelar quién es alguien</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>attempt {n}</source>
        <translation>intento {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>“{title}” is new in this attempt.</source>
        <translation>“{title}” es nueva en este intento.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/workspace.py"/>
        <source>✓ Offline ready</source>
        <translation>✓ Lista sin conexión</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <location filename="../../assessor_app/gui/app.py"/>
        <source>Signing in failed: {reason}</source>
        <translation>No se pudo iniciar la sesión: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/app.py"/>
        <source>The application is already open with this profile, but it does not answer. Close it first; if no window is to be seen, end it in the system&apos;s list of programs.</source>
        <translation>La aplicación ya está abierta con este perfil, pero no responde. Ciérrela primero; si no se ve ninguna ventana, termínela en la lista de programas del sistema.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/app.py"/>
        <source>The application is already open with this profile. Its window is in front now.</source>
        <translation>La aplicación ya está abierta con este perfil. Su ventana está ahora delante.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/app.py"/>
        <source>The profile could not be locked: {reason}</source>
        <translation>No se pudo bloquear el perfil: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/app.py"/>
        <source>The profile&apos;s folder can&apos;t be used: {reason}</source>
        <translation>No se puede usar la carpeta del perfil: {reason}</translation>
    </message>
</context>
<context>
    <name>calendar</name>
    <message>
        <location filename="../../assessor_app/gui/queue/calendar.py"/>
        <source>Due in a day: {id}</source>
        <translation>Vence en un día: {id}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/queue/calendar.py"/>
        <source>Due: {title} ({id})</source>
        <translation>Vence: {title} ({id})</translation>
    </message>
</context>
<context>
    <name>calibration</name>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>All packets are handed in. The result comes with the next sync.</source>
        <translation>Todos los paquetes están entregados. El resultado llega con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Asked for. The packets come with the next sync.</source>
        <translation>Pedido. Los paquetes llegan con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Begin practice (1 packet)</source>
        <translation>Empezar la práctica (1 paquete)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Begin practice ({n} packets)</source>
        <translation>Empezar la práctica ({n} paquetes)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Begin qualification (attempt {n} of {total})</source>
        <translation>Empezar la cualificación (intento {n} de {total})</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Calibrated</source>
        <translation>Con calibración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Calibrated until {date}</source>
        <translation>Con calibración hasta el {date}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Cohen&apos;s kappa</source>
        <translation>Kappa de Cohen</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Done</source>
        <translation>Hecha</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Exact agreement</source>
        <translation>Acuerdo exacto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Go on with {id}</source>
        <translation>Seguir con {id}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Gwet&apos;s AC1</source>
        <translation>AC1 de Gwet</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>In every criterion enough of your levels are the issuer&apos;s.</source>
        <translation>En cada criterio, bastantes de sus niveles son los del emisor.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>In every criterion your level has to be the issuer&apos;s in all {total} packets.</source>
        <translation>En cada criterio, su nivel tiene que ser el del emisor en los {total} paquetes.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>In every criterion your level has to be the issuer&apos;s in at least {n} of the {total} packets.</source>
        <translation>En cada criterio, su nivel tiene que ser el del emisor en al menos {n} de los {total} paquetes.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>In every criterion your level has to be the issuer&apos;s.</source>
        <translation>En cada criterio, su nivel tiene que ser el del emisor.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>In every criterion your levels are as close to the issuer&apos;s as qualification asks.</source>
        <translation>En cada criterio sus niveles están tan cerca de los del emisor como pide la cualificación.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>It lapses on {date}; qualify again before, and it goes on without a pause.</source>
        <translation>Caduca el {date}; si se cualifica antes de nuevo, continúa sin pausa.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Lapsed</source>
        <translation>Caducada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Lapsed on {date}</source>
        <translation>Caducó el {date}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Lately your levels have moved away from the issuer&apos;s. That happens to everybody at times. You go on getting packets, and calibrating anew shows where the levels differ.</source>
        <translation>Últimamente sus niveles se han alejado de los del emisor. Le pasa a cualquiera de vez en cuando. Sigue recibiendo paquetes, y calibrarse de nuevo muestra en qué difieren los niveles.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Look at the result</source>
        <translation>Ver el resultado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next attempt from {time} on</source>
        <translation>Próximo intento a partir del {time}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next attempt possible</source>
        <translation>Próximo intento posible</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: 1 packet is left. The result comes when all are in.</source>
        <translation>Ahora: queda 1 paquete. El resultado llega cuando todos están entregados.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: go on practising; 1 packet is left.</source>
        <translation>Ahora: siga practicando; queda 1 paquete.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: go on practising; {n} packets are left.</source>
        <translation>Ahora: siga practicando; quedan {n} paquetes.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: practise. After each packet you see the issuer&apos;s levels beside yours, and why.</source>
        <translation>Ahora: practique. Después de cada paquete verá los niveles del emisor junto a los suyos, y por qué.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: qualify.</source>
        <translation>Ahora: cualifíquese.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Next: {n} packets are left. The result comes when all are in.</source>
        <translation>Ahora: quedan {n} paquetes. El resultado llega cuando todos están entregados.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>No attempt is left. Please ask the issuer, who can give you another.</source>
        <translation>No queda ningún intento. Pregunte al emisor, que puede darle otro.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>No attempts left</source>
        <translation>Sin más intentos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>No new packets of this micro-credential come to you until you are calibrated anew. What you have begun is kept.</source>
        <translation>No recibirá paquetes nuevos de esta microcredencial hasta que se calibre de nuevo. Lo que empezó se conserva.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>No packets are left that you have not seen. Please ask the issuer for more.</source>
        <translation>No quedan paquetes que no haya visto. Pida más al emisor.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>No unseen packets left</source>
        <translation>Sin paquetes por ver</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not begun</source>
        <translation>Sin empezar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not passed</source>
        <translation>No superada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not passed this time.</source>
        <translation>Esta vez no ha sido superada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not passed yet: your levels were not close enough to the issuer&apos;s in every criterion.</source>
        <translation>Aún no superada: sus niveles no estuvieron bastante cerca de los del emisor en todos los criterios.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not passed.</source>
        <translation>No superada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Not passed: {missed}.</source>
        <translation>No superada: {missed}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Nothing is to be done now. It lapses on {date}, and can be renewed from {begins} on.</source>
        <translation>Ahora no hay nada que hacer. Caduca el {date} y se puede renovar a partir del {begins}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Nothing is to be done. No end is set.</source>
        <translation>No hay nada que hacer. No tiene fecha de fin.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Passed</source>
        <translation>Superada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Passed: calibrated until {date}.</source>
        <translation>Superada: con calibración hasta el {date}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Passed: you are calibrated.</source>
        <translation>Superada: ya tiene la calibración.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Practice {n}</source>
        <translation>Práctica {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Practised, not qualified yet</source>
        <translation>Con práctica, aún sin cualificación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Practising: {n} of {total}</source>
        <translation>En práctica: {n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Quadratic weighted kappa</source>
        <translation>Kappa ponderado cuadrático</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Qualification would ask for more: {missed}.</source>
        <translation>La cualificación pediría más: {missed}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Qualification {n}</source>
        <translation>Cualificación {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Qualifying: {n} of {total}</source>
        <translation>En cualificación: {n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Recalibration advised</source>
        <translation>Se aconseja calibrar de nuevo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Severity (standardized mean difference)</source>
        <translation>Severidad (diferencia media estandarizada)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Stopped</source>
        <translation>Detenida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>The attempt has 1 packet that you have not seen.</source>
        <translation>El intento tiene 1 paquete que no ha visto.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>The attempt has {n} packets that you have not seen.</source>
        <translation>El intento tiene {n} paquetes que no ha visto.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>The calibration lapses on {date}.</source>
        <translation>La calibración caduca el {date}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>The packets are on their way; they come with the next sync.</source>
        <translation>Los paquetes están en camino; llegan con la próxima sincronización.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>You can try again from {time} on; attempt {n} of {total}.</source>
        <translation>Puede intentarlo de nuevo a partir del {time}; intento {n} de {total}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>You get packets of this micro-credential once you are calibrated for it.</source>
        <translation>Recibirá paquetes de esta microcredencial cuando tenga la calibración.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>Your levels have stayed away from the issuer&apos;s, so no packets of this micro-credential come to you until you are calibrated anew. What you have begun is kept, and you can finish it.</source>
        <translation>Sus niveles han seguido lejos de los del emisor, así que no recibirá paquetes de esta microcredencial hasta que se calibre de nuevo. Lo que empezó se conserva y puede terminarlo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>available offline</source>
        <translation>disponible sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>begun {date}</source>
        <translation>empezada el {date}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>comes with the next sync</source>
        <translation>llega con la próxima sincronización</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>downloading</source>
        <translation>descargando</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>far apart</source>
        <translation>lejos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>finished {date}</source>
        <translation>terminada el {date}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>handed in</source>
        <translation>entregado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>handed in, waits for the next sync</source>
        <translation>entregado, espera la próxima sincronización</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>n = {n}</source>
        <translation>n = {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>needs {n} of {total}</source>
        <translation>necesita {n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>no reason given</source>
        <translation>sin motivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>not downloaded</source>
        <translation>sin descargar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>not rated</source>
        <translation>sin valorar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>not started</source>
        <translation>sin empezar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>not taken, see the outbox</source>
        <translation>no admitido, vea la bandeja de salida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>one apart</source>
        <translation>a un nivel</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>packet refused</source>
        <translation>paquete rechazado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>result is here</source>
        <translation>el resultado ya está aquí</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>same</source>
        <translation>igual</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>{criterion}, {phase}. You: {own}. Issuer: {true}. {close}. Why: {why}</source>
        <translation>{criterion}, {phase}. Usted: {own}. Emisor: {true}. {close}. Por qué: {why}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>{number} needs {needed} of {total}, you had {n}</source>
        <translation>{number} necesita {needed} de {total} y usted tuvo {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>{n} of {total}</source>
        <translation>{n} de {total}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>{n} of {total} criteria</source>
        <translation>{n} de {total} criterios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/calibration/words.py"/>
        <source>{n} of {total} handed in</source>
        <translation>{n} de {total} entregados</translation>
    </message>
</context>
<context>
    <name>clocks</name>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Awarded {time} (server)</source>
        <translation>Otorgada: {time} (servidor)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Decided {time} (the approver&apos;s computer)</source>
        <translation>Decidida: {time} (equipo de quien aprueba)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/approval/panel.py"/>
        <source>Received {time} (server)</source>
        <translation>Recibida: {time} (servidor)</translation>
    </message>
</context>
<context>
    <name>compare</name>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>Nothing changed.</source>
        <translation>Nada cambió.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>Pages: {list}</source>
        <translation>Páginas ({list})</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>The words are the same.</source>
        <translation>Las palabras son las mismas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>p. {n}</source>
        <translation>p. {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>was p. {n}</source>
        <translation>era la p. {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>was p. {n}: gone</source>
        <translation>era la p. {n}: ya no está</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{added} words added, {removed} removed</source>
        <translation>palabras agregadas: {added}, quitadas: {removed}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{n} changed</source>
        <translation>con cambios: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{n} gone</source>
        <translation>ausentes: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{n} moved</source>
        <translation>en otro lugar: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{n} new</source>
        <translation>nuevas: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{n} unchanged</source>
        <translation>sin cambios: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{page}: changed, {share} % alike</source>
        <translation>{page}: con cambios, {share} % igual</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{page}: moved</source>
        <translation>{page}: en otro lugar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{page}: new</source>
        <translation>{page}: nueva</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/compare/state.py"/>
        <source>{page}: unchanged</source>
        <translation>{page}: sin cambios</translation>
    </message>
</context>
<context>
    <name>conflicts</name>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>Somebody else has taken this submission over. Your work is kept here; save a copy or discard it.</source>
        <translation>Otra persona se ha hecho cargo de esta entrega. Su trabajo se conserva aquí; guarde una copia o descártelo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>Somebody reported that this submission shows who a person is, so it is held back for now. Your work is kept here. Edits are sent again by themselves once the issuer has released it.</source>
        <translation>Alguien avisó de que esta entrega muestra quién es una persona, por eso está retenida por ahora. Su trabajo se conserva aquí. Los cambios se envían de nuevo solos cuando el emisor la haya liberado.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>The applicant withdrew this submission while you worked on it. There is nothing left to decide. Your work is kept here; save a copy or discard it.</source>
        <translation>El solicitante retiró esta entrega mientras usted trabajaba en ella. No queda nada que decidir. Su trabajo se conserva aquí; guarde una copia o descártelo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>The rubric has a newer version than the one you used. Your ratings are kept. Look again: go through them with the new version, and hand them in once more.</source>
        <translation>La rúbrica tiene una versión más nueva que la que usó. Sus valoraciones se conservan. Vuelva a mirar: repáselas con la versión nueva y entréguelas otra vez.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>This attempt was decided before your work arrived, so it changes nothing any more. Your work is kept here; save a copy or discard it.</source>
        <translation>Este intento se decidió antes de que llegara su trabajo, por eso ya no cambia nada. Su trabajo se conserva aquí; guarde una copia o descártelo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>This computer can&apos;t sign this any more: its access was ended, or its key is gone from the keychain. Nothing is lost. Sign in: this computer gets a new key. Then choose “Send again”.</source>
        <translation>Este equipo ya no puede firmar esto: su acceso se terminó, o su clave ya no está en el llavero. No se ha perdido nada. Inicie sesión: este equipo recibe una clave nueva. Luego elija «Enviar de nuevo».</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>You assessed this submission yourself, so another approver has to decide on it. Your work is kept here.</source>
        <translation>Usted mismo evaluó esta entrega, por eso tiene que decidir otro aprobador. Su trabajo se conserva aquí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>You changed this here and on another computer. Both versions are kept until you choose one; nothing else of your draft is touched.</source>
        <translation>Cambió esto aquí y en otro equipo. Ambas versiones se conservan hasta que elija una; nada más de su borrador se toca.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/outbox/words.py"/>
        <source>Your calibration for this micro-credential has ended. Your work is kept; hand it in again once the issuer has renewed it.</source>
        <translation>Su calibración para esta microcredencial ha terminado. Su trabajo se conserva; entréguelo de nuevo cuando el emisor la haya renovado.</translation>
    </message>
</context>
<context>
    <name>copies</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/copies.py"/>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/copies.py"/>
        <source>Save a copy (it will not be encrypted)</source>
        <translation>Guardar una copia (no estará cifrada)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/copies.py"/>
        <source>The copy could not be written: {reason}</source>
        <translation>No se pudo escribir la copia: {reason}</translation>
    </message>
</context>
<context>
    <name>feedback-rules</name>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Name a next step that the educator can take.</source>
        <translation>Nombrar un próximo paso que la persona docente pueda dar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Name a strength: what works, and where.</source>
        <translation>Nombrar una fortaleza: qué funciona y dónde.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Point to the evidence: cite a mark with @.</source>
        <translation>Señalar la evidencia: citar una marca con @.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/rating_card.py"/>
        <source>Speak of the work, not of the person.</source>
        <translation>Hablar del trabajo, no de la persona.</translation>
    </message>
</context>
<context>
    <name>hints</name>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>A blank {…} of a comment is not filled in.</source>
        <translation>Falta completar un espacio {…} de un comentario.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/hints_dialog.py"/>
        <source>{n} of the approver&apos;s {total} reasons are not ticked off.</source>
        <translation>Quedan {n} de los {total} motivos de quien aprueba sin atender.</translation>
    </message>
</context>
<context>
    <name>insights</name>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>8 of 10</source>
        <translation>8 de 10</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>A share stands with its n and its interval.</source>
        <translation>Cada proporción va con su n y su intervalo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>Adjacent agreement (±1 level)</source>
        <translation>Acuerdo adyacente (±1 nivel)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Advised to calibrate anew</source>
        <translation>Se aconseja calibrar de nuevo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Against the final levels. Agreement is of all criteria; kappa, AC1 and severity are of the {n} criteria with {levels} levels. A share of agreement and a kappa are different things: compare each with its like only.</source>
        <translation>Frente a los niveles definitivos. El acuerdo es de todos los criterios; kappa, AC1 y severidad son de los {n} criterios con {levels} niveles. Una proporción de acuerdo y un kappa son cosas distintas: compare cada cual solo con los de su clase.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Agreement beyond chance by criterion</source>
        <translation>Acuerdo más allá del azar por criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Agreement by criterion</source>
        <translation>Acuerdo por criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Agreement matrix</source>
        <translation>Matriz de acuerdo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Agreement on validity packets</source>
        <translation>Acuerdo en los paquetes de validez</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Agreement with final decisions</source>
        <translation>Acuerdo con las decisiones definitivas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>All raters</source>
        <translation>Todos los evaluadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>All raters, mean hours</source>
        <translation>Todos los evaluadores, horas en promedio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Approver</source>
        <translation>Aprobación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Asked for</source>
        <translation>Se pide</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Assessor</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Assessors and approvers</source>
        <translation>Evaluadores y aprobadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>By {day}: {expected}, between {low} and {high}.</source>
        <translation>Para el {day}: {expected}, entre {low} y {high}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Calibrated</source>
        <translation>Calibrado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Cohen&apos;s kappa</source>
        <translation>Kappa de Cohen</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Compared with: {against}. Of the {n} criteria with {levels} levels.</source>
        <translation>Comparado con: {against}. De los {n} criterios con {levels} niveles.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Corrected</source>
        <translation>Corregidas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Criterion</source>
        <translation>Criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Days left</source>
        <translation>Días restantes</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Drift</source>
        <translation>Deriva</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Exact agreement</source>
        <translation>Acuerdo exacto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Exact agreement, final levels</source>
        <translation>Acuerdo exacto, niveles definitivos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Exact agreement, validity packets</source>
        <translation>Acuerdo exacto, paquetes de validez</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/exporting.py"/>
        <source>Export (it will not be encrypted)</source>
        <translation>Exportar (no estará cifrado)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Fewer than seven days were observed, which does not allow a forecast.</source>
        <translation>Se han observado menos de siete días, lo que no permite un pronóstico.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Final level</source>
        <translation>Nivel definitivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Final levels</source>
        <translation>Niveles definitivos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Forecast of overdue work</source>
        <translation>Previsión de trabajo vencido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Gwet&apos;s AC1</source>
        <translation>AC1 de Gwet</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Handed in</source>
        <translation>Entregadas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Hours</source>
        <translation>Horas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Hours of work</source>
        <translation>Horas de trabajo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>How often each level was given on live work, by you and by all raters. The numbers are counts.</source>
        <translation>Con qué frecuencia se dio cada nivel en el trabajo real, usted y todos los evaluadores. Los números son recuentos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>How often you gave each level on live work. The numbers are counts.</source>
        <translation>Cuántas veces dio cada nivel en trabajos reales. Los números son recuentos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>How often your level was the final one, after the approver&apos;s decision. In all: {all}.</source>
        <translation>Con qué frecuencia su nivel fue el definitivo, tras la decisión del aprobador. En total: {all}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>How often your level was the issuer&apos;s true score.</source>
        <translation>Con qué frecuencia su nivel fue la puntuación verdadera del emisor.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>How often your level was the issuer&apos;s true score. Whole months with three or more packets are shown, so that none can be told from live work. In all: {all}.</source>
        <translation>Con qué frecuencia su nivel fue la puntuación verdadera del emisor. Se muestran meses completos con tres o más paquetes, para que ninguno se distinga del trabajo real. En total: {all}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Lapsed</source>
        <translation>Caducada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Late</source>
        <translation>Con retraso</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Level given</source>
        <translation>Nivel dado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/levels.py"/>
        <source>Level {n}</source>
        <translation>Nivel {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Mean hours of work</source>
        <translation>Horas de trabajo en promedio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Mean hours to handing in</source>
        <translation>Horas hasta entregar en promedio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>Measure</source>
        <translation>Medida</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Measures of agreement</source>
        <translation>Medidas de acuerdo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>No attempt left</source>
        <translation>Sin más intentos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>No criterion is below the agreement that is asked for; the lowest is “{criterion}”: {point}.</source>
        <translation>Ningún criterio está por debajo del acuerdo que se pide; el más bajo es «{criterion}»: {point}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>No difference can be told yet</source>
        <translation>Todavía no se puede afirmar ninguna diferencia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>No submission is open.</source>
        <translation>No hay entregas abiertas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Nobody rates this yet.</source>
        <translation>Todavía no lo evalúa nadie.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Nobody&apos;s assessments were decided on yet.</source>
        <translation>Todavía no se decidió sobre ninguna evaluación.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Not begun</source>
        <translation>Sin empezar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/exporting.py"/>
        <source>Not exported</source>
        <translation>No exportado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Nothing of yours was decided on yet.</source>
        <translation>Todavía no se decidió sobre nada suyo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/levels.py"/>
        <source>Nothing to compare for this criterion yet.</source>
        <translation>Todavía no hay nada que comparar en este criterio.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Nothing to compare yet.</source>
        <translation>Todavía no hay nada que comparar.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Nothing to foretell: nothing is open.</source>
        <translation>Nada que prever: no hay nada abierto.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Nothing was handed in yet.</source>
        <translation>Todavía no se entregó nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>Nothing yet.</source>
        <translation>Todavía nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Open</source>
        <translation>Abiertas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Overdue</source>
        <translation>Vencidas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Portfolios</source>
        <translation>Portafolios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Practising</source>
        <translation>En práctica</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Put right</source>
        <translation>Corregido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>Quadratic weighted kappa</source>
        <translation>Kappa ponderado cuadrático</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Qualifying</source>
        <translation>En cualificación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Rater</source>
        <translation>Evaluador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Raters</source>
        <translation>Evaluadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Ratings of an assessor that the approver left as they were, of all that both had to do with.</source>
        <translation>Valoraciones de un evaluador que el aprobador dejó como estaban, de todas las que pasaron por ambos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Second readings</source>
        <translation>Segundas lecturas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Severity against true scores</source>
        <translation>Severidad frente a las puntuaciones verdaderas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Severity by criterion</source>
        <translation>Severidad por criterio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Shares wrong answers with</source>
        <translation>Comparte respuestas erróneas con</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Shown once a month with at least three validity packets is over.</source>
        <translation>Se muestra cuando termina un mes con al menos tres paquetes de validez.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Standardized mean difference</source>
        <translation>Diferencia de medias estandarizada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>Standardized mean difference (severity)</source>
        <translation>Diferencia de medias estandarizada (severidad)</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Standing</source>
        <translation>Situación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Stopped after drift</source>
        <translation>Detenido por deriva</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Submissions</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Submissions that will be overdue at the end of each day. In 8 of 10 simulated futures it is within the band.</source>
        <translation>Entregas que estarán vencidas al final de cada día. En 8 de cada 10 futuros simulados queda dentro de la banda.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/exporting.py"/>
        <source>The export could not be made: {reason}
Nothing was changed.</source>
        <translation>No se pudo exportar: {reason}
No se cambió nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>The first {n} of {total} rows.</source>
        <translation>Las primeras {n} de {total} filas.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>The mean difference in standard deviations; left of zero you are the more severe.</source>
        <translation>La diferencia media en desviaciones estándar; a la izquierda del cero usted es más severo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>The oldest waits {oldest} days of {allowed}.</source>
        <translation>El más antiguo espera {oldest} días de {allowed}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>The pool is too small to be shown (fewer than five people).</source>
        <translation>El grupo es demasiado pequeño para mostrarse (menos de cinco personas).</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>The table has more of them.</source>
        <translation>En la tabla hay más.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Time per submission</source>
        <translation>Tiempo por entrega</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Too few ratings to tell which criterion splits raters.</source>
        <translation>Muy pocas valoraciones para saber qué criterio divide a los evaluadores.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>True scores of validity packets</source>
        <translation>Puntuaciones verdaderas de los paquetes de validez</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Turnaround</source>
        <translation>Plazo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Use of levels</source>
        <translation>Uso de los niveles</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Waiting for the next attempt</source>
        <translation>A la espera del próximo intento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>Where nearly all work is at one level, kappa is low although raters agree; AC1 is not. Neither is a share.</source>
        <translation>Donde casi todo el trabajo está en un nivel, kappa es bajo aunque los evaluadores coincidan; AC1 no lo es. Ninguno de los dos es una proporción.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>Wrong</source>
        <translation>Erróneas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You have handed nothing in yet.</source>
        <translation>Todavía no ha entregado nada.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You have rated no live work yet.</source>
        <translation>Todavía no ha valorado trabajo real.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You rate about as the approvers&apos; final levels</source>
        <translation>Usted valora más o menos como los niveles definitivos de los aprobadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You rate higher than the approvers&apos; final levels</source>
        <translation>Usted valora por encima de los niveles definitivos de los aprobadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You rate lower than the approvers&apos; final levels</source>
        <translation>Usted valora por debajo de los niveles definitivos de los aprobadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>You, mean hours</source>
        <translation>Usted, horas en promedio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Your level</source>
        <translation>Su nivel</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Your levels and the final ones</source>
        <translation>Sus niveles y los definitivos</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>Your pace</source>
        <translation>Su ritmo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>both only ever used one and the same level</source>
        <translation>ambos usaron siempre un único y mismo nivel</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>drifting</source>
        <translation>se desvía</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>far off: {kind}</source>
        <translation>muy desviado: {kind}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>more lenient than the true scores</source>
        <translation>más indulgente que las puntuaciones verdaderas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>more severe than the true scores</source>
        <translation>más severo que las puntuaciones verdaderas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>neither side&apos;s levels vary</source>
        <translation>los niveles no varían en ninguno de los dos lados</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>nothing yet</source>
        <translation>todavía nada</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <source>of {part} of {whole} criteria</source>
        <translation>de {part} de {whole} criterios</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>put right {corrected} of {wrong} wrong ratings</source>
        <translation>corrigió {corrected} de {wrong} valoraciones erróneas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>scattered around the true scores</source>
        <translation>disperso en torno a las puntuaciones verdaderas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>steady</source>
        <translation>estable</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>stopped: {kind}</source>
        <translation>detenido: {kind}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/measures.py"/>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>too few to tell</source>
        <translation>muy pocos para saberlo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>undefined</source>
        <translation>indefinido</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>undefined: {why}</source>
        <translation>indefinido: {why}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>watch: {kind}</source>
        <translation>atención: {kind}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>{corrected} of {wrong} wrong ones: {point}</source>
        <translation>{corrected} de {wrong} erróneas: {point}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>{criterion}: levels given against {against}. Framed counts agree: {exact}.</source>
        <translation>{criterion}: niveles dados frente a {against}. Los recuentos enmarcados coinciden: {exact}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>{criterion}: you</source>
        <translation>{criterion}: usted</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>{criterion}: your level against the final one. Framed counts agree: {exact}.</source>
        <translation>{criterion}: su nivel frente al definitivo. Los recuentos enmarcados coinciden: {exact}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>{drifting} of {n} raters drift now, {stopped} more are stopped.</source>
        <translation>{drifting} de {n} evaluadores se desvían ahora; otros {stopped} están detenidos.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{interval} between {low} and {high}</source>
        <translation>{interval} entre {low} y {high}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{interval} from</source>
        <translation>{interval} desde</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{interval} to</source>
        <translation>{interval} hasta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>{late} of {n} submissions were handed in late. From being given one to handing it in took {hours} in the mean, with work going on for {active} of it; {days} days are allowed.</source>
        <translation>{late} de {n} entregas se entregaron con retraso. Desde recibir una hasta entregarla pasaron {hours} en promedio, de ellas {active} de trabajo; se permiten {days} días.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/raters.py"/>
        <source>{name} shares wrong answers with {others}.</source>
        <translation>{name} comparte respuestas erróneas con {others}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/own_figures.py"/>
        <source>{number}: all raters</source>
        <translation>{number}: todos los evaluadores</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>{n} d</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>{n} d over</source>
        <translation>{n} d de retraso</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>{n} open submissions: {unassigned} with nobody yet, {assessors} with assessors, {approvers} with approvers, {held} held back. {overdue} overdue, {soon} due within two days.</source>
        <translation>{n} entregas abiertas: {unassigned} sin asignar, {assessors} con evaluadores, {approvers} con aprobadores, {held} retenidas. {overdue} vencidas, {soon} vencen en dos días.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/words.py"/>
        <source>{n} points; the arrow keys go through them, T shows them as a table.</source>
        <translation>{n} puntos; las flechas los recorren, T los muestra como tabla.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>“{criterion}” splits raters most: {point}. Its descriptors may need to be clearer.</source>
        <translation>«{criterion}» es lo que más divide a los evaluadores: {point}. Quizá sus descriptores deban ser más claros.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/insights/pool_figures.py"/>
        <source>“{criterion}” splits raters most: {point}. Its descriptors need to be clearer.</source>
        <translation>«{criterion}» es lo que más divide a los evaluadores: {point}. Sus descriptores deben ser más claros.</translation>
    </message>
</context>
<context>
    <name>leaks</name>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>e-mail address</source>
        <translation>dirección de correo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>identity number</source>
        <translation>número de identidad</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>name</source>
        <translation>nombre</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>phone number</source>
        <translation>número de teléfono</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/leak_watch.py"/>
        <source>signature</source>
        <translation>firma</translation>
    </message>
</context>
<context>
    <name>links</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>It is not opened: it is not a complete web address.</source>
        <translation>No se abre: no es una dirección web completa.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>It is not opened: it is written so that it seems to lead elsewhere than it does.</source>
        <translation>No se abre: está escrita de modo que parece llevar a otro lugar que el verdadero.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>It is not opened: it leads to this computer or its own network.</source>
        <translation>No se abre: lleva a este equipo o a su propia red.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/links.py"/>
        <source>It is not opened: it would start another program than a browser.</source>
        <translation>No se abre: iniciaría un programa que no es un navegador.</translation>
    </message>
</context>
<context>
    <name>marks</name>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>arrow</source>
        <translation>flecha</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>box</source>
        <translation>recuadro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>drawing</source>
        <translation>dibujo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>ellipse</source>
        <translation>elipse</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>highlight</source>
        <translation>resaltado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>line</source>
        <translation>línea</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>marker</source>
        <translation>marcador</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>only for assessor and approver</source>
        <translation>solo para quien evalúa y quien aprueba</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>p. {n}</source>
        <translation>p. {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>polygon</source>
        <translation>polígono</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>region</source>
        <translation>región</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>squiggly underline</source>
        <translation>subrayado ondulado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>stamp</source>
        <translation>sello</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>strike-out</source>
        <translation>tachado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>time</source>
        <translation>momento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/mark_words.py"/>
        <source>underline</source>
        <translation>subrayado</translation>
    </message>
</context>
<context>
    <name>missing</name>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>No completion check was answered with no</source>
        <translation>Ninguna comprobación previa tiene un no como respuesta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>Returning needs a reason</source>
        <translation>Para devolver se necesita un motivo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>The outcome does not follow from the ratings</source>
        <translation>El resultado no se deduce de las valoraciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>does not meet, and needs feedback</source>
        <translation>no cumple y necesita retroalimentación</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>has a level that this rubric does not have; choose again</source>
        <translation>tiene un nivel que no existe en esta rúbrica; hay que elegir de nuevo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>is not agreed or changed yet</source>
        <translation>aún no tiene acuerdo ni cambio</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>is not part of this rubric</source>
        <translation>no forma parte de esta rúbrica</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>needs a rating</source>
        <translation>necesita una valoración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>needs a sentence that helps the applicant</source>
        <translation>necesita una frase que ayude a la persona solicitante</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>needs an answer</source>
        <translation>necesita una respuesta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>was answered with no: it goes back as incomplete, or the answer changes</source>
        <translation>tiene un no como respuesta: la entrega vuelve como incompleta, o la respuesta cambia</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/missing.py"/>
        <source>was changed, and needs a rationale</source>
        <translation>se cambió y necesita una justificación</translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message>
        <location filename="../../assessor_app/gui/outbox/view.py"/>
        <source>level {n}</source>
        <translation>nivel {n}</translation>
    </message>
</context>
<context>
    <name>page</name>
    <message>
        <location filename="../../assessor_app/gui/viewer/failure_card.py"/>
        <source>Page {page} can&apos;t be shown: {reason}</source>
        <translation>No se puede mostrar la página {page}: {reason}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/failure_card.py"/>
        <source>Show as text</source>
        <translation>Mostrar como texto</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/failure_card.py"/>
        <source>Still drawing this page…</source>
        <translation>Aún se está dibujando esta página…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/viewer/failure_card.py"/>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Approvals</source>
        <translation>Aprobaciones</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Calibration</source>
        <translation>Calibración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Insights</source>
        <translation>Análisis</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/places.py"/>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
</context>
<context>
    <name>remarks</name>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Applicant</source>
        <translation>Solicitante</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>Other</source>
        <translation>Otra persona</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>comment</source>
        <translation>comentario</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>deleted</source>
        <translation>eliminado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>inserted</source>
        <translation>insertado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>marked</source>
        <translation>marcado</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>p. {n}</source>
        <translation>p. {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/side_panel.py"/>
        <source>speaker notes</source>
        <translation>notas de la presentación</translation>
    </message>
</context>
<context>
    <name>similar</name>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>A picture in “{title}” is in another submission too.</source>
        <translation>Una imagen de «{title}» también está en otra entrega.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>Pictures in {n} pieces of evidence are in another submission too: {list}.</source>
        <translation>Imágenes de {n} evidencias también están en otra entrega: {list}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>{n} pieces of evidence are the same files as in another submission: {list}.</source>
        <translation>{n} evidencias son los mismos archivos que en otra entrega: {list}.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>{share} % of the words of “{title}” are in another submission too.</source>
        <translation>El {share} % de las palabras de «{title}» también está en otra entrega.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/similar.py"/>
        <source>“{title}” is the same file as in another submission.</source>
        <translation>«{title}» es el mismo archivo que en otra entrega.</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>: 1 to send</source>
        <translation>: 1 por enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>: {n} to send</source>
        <translation>: {n} por enviar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Access ended: sign in</source>
        <translation>Acceso terminado: inicie sesión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>An administrator ended this computer&apos;s access. Nothing is lost: sign in, and it gets a new key. What was not sent yet is in the outbox.</source>
        <translation>Un administrador terminó el acceso de este equipo. No se ha perdido nada: inicie sesión y recibirá una clave nueva. Lo que aún no se envió está en la bandeja de salida.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Check this computer&apos;s clock</source>
        <translation>Compruebe el reloj de este equipo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Downloading {share}</source>
        <translation>Descargando {share}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Goes out in a moment</source>
        <translation>Se envía en un momento</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>It can still be undone.</source>
        <translation>Aún se puede deshacer.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Needs attention: {n}</source>
        <translation>Requieren atención: {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Not synced</source>
        <translation>Sin sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Sign in to sync</source>
        <translation>Iniciar sesión para sincronizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Synced {ago}</source>
        <translation>Sincronizado {ago}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Syncing {n}</source>
        <translation>Sincronizando {n}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>Syncing…</source>
        <translation>Sincronizando…</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>This computer&apos;s clock is at least {span} behind. Your work keeps its order.</source>
        <translation>El reloj de este equipo va atrasado al menos {span}. Su trabajo conserva el orden.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/shell/status.py"/>
        <source>This computer&apos;s clock is off by {span}. Your work keeps its order.</source>
        <translation>El reloj de este equipo se desvía {span}. Su trabajo conserva el orden.</translation>
    </message>
</context>
<context>
    <name>troubles</name>
    <message>
        <location filename="../../assessor_app/gui/troubles.py"/>
        <source>another program is using the profile&apos;s files</source>
        <translation>otro programa está usando los archivos del perfil</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/troubles.py"/>
        <source>it is too long or not of the right form</source>
        <translation>es demasiado largo o no tiene la forma correcta</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/troubles.py"/>
        <source>the disk can&apos;t be read or written</source>
        <translation>no se puede leer ni escribir en el disco</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/troubles.py"/>
        <source>the disk is full</source>
        <translation>el disco está lleno</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/troubles.py"/>
        <source>the disk may only be read</source>
        <translation>el disco es de solo lectura</translation>
    </message>
</context>
<context>
    <name>undo</name>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>colour of a mark</source>
        <translation>color de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>colour of {n} marks</source>
        <translation>color de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>criterion of a mark</source>
        <translation>criterio de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>criterion of {n} marks</source>
        <translation>criterio de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>deletion of a mark</source>
        <translation>eliminación de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>deletion of {n} marks</source>
        <translation>eliminación de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>erasing on a mark</source>
        <translation>borrado en una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>erasing on {n} marks</source>
        <translation>borrado en {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>move of a mark</source>
        <translation>traslado de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>move of {n} marks</source>
        <translation>traslado de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>new mark</source>
        <translation>marca nueva</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>order of a mark</source>
        <translation>orden de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>order of {n} marks</source>
        <translation>orden de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>paste of a mark</source>
        <translation>pegado de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>paste of {n} marks</source>
        <translation>pegado de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>rating</source>
        <translation>valoración</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>resize of a mark</source>
        <translation>cambio de tamaño de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>resize of {n} marks</source>
        <translation>cambio de tamaño de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>text of a mark</source>
        <translation>texto de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>text of {n} marks</source>
        <translation>texto de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>visibility of a mark</source>
        <translation>visibilidad de una marca</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>visibility of {n} marks</source>
        <translation>visibilidad de {n} marcas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>{n} new marks</source>
        <translation>{n} marcas nuevas</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/review/undo_words.py"/>
        <source>{n} ratings</source>
        <translation>{n} valoraciones</translation>
    </message>
</context>
<context>
    <name>unlock</name>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>A newer version of the application was used with this profile. Please install that version.</source>
        <translation>Este perfil se usó con una versión más reciente de la aplicación. Hay que instalar esa versión.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>Start afresh</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>That is not the passphrase of this profile. Please try again.</source>
        <translation>Esa no es la frase de contraseña de este perfil. Se puede intentar de nuevo.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The key of this profile is not in the keychain any more, so what is stored here can&apos;t be read. If you have a backup of the keychain, restore it and open the application again. Or start afresh: everything that was synced comes back when you sign in; what was not synced stays unreadable, in a folder of its own.</source>
        <translation>La clave de este perfil ya no está en el llavero, por eso no se puede leer lo guardado aquí. Si tiene una copia de seguridad del llavero, restáurela y abra la aplicación de nuevo. O empiece de nuevo: todo lo sincronizado vuelve al iniciar sesión; lo que no se sincronizó queda ilegible en una carpeta aparte.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The profile can&apos;t be opened</source>
        <translation>No se puede abrir el perfil</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The profile can&apos;t be opened now: {reason}. Nothing was deleted. Once that is mended, open the application again: everything that was saved is there.</source>
        <translation>El perfil no se puede abrir ahora: {reason}. No se ha borrado nada. Cuando esté resuelto, abra de nuevo la aplicación: todo lo que se guardó está ahí.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The profile&apos;s database can&apos;t be opened with its key; it may be damaged. Nothing was deleted. If you have a backup of the folder, restore it and open the application again. Or start afresh: everything that was synced comes back when you sign in; what is here is put aside into a folder of its own.</source>
        <translation>La base de datos del perfil no se puede abrir con su clave; puede estar dañada. No se ha borrado nada. Si tiene una copia de seguridad de la carpeta, restáurela y abra la aplicación de nuevo. O empiece de nuevo: todo lo sincronizado vuelve al iniciar sesión; lo que hay aquí se aparta en una carpeta propia.</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The profile&apos;s folder can&apos;t be used. Nothing was deleted. Is the disk full, or may it only be read?</source>
        <translation>No se puede usar la carpeta del perfil. No se ha borrado nada. ¿Está lleno el disco, o es de solo lectura?</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/account/unlock.py"/>
        <source>The system&apos;s keychain is locked or can&apos;t be reached. Nothing was deleted. Unlock it and open the application again; “assessor-app doctor” tells more.</source>
        <translation>El llavero del sistema está bloqueado o no se puede alcanzar. No se ha borrado nada. Desbloquéelo y abra la aplicación de nuevo; «assessor-app doctor» dice más.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Analyze</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Design</source>
        <translation>Diseñar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Develop</source>
        <translation>Desarrollar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Evaluate</source>
        <translation>Evaluar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Implement</source>
        <translation>Implementar</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Neutral</source>
        <translation>Neutro</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>Overdue {span}</source>
        <translation>Vencida {span}</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>{days} d</source>
        <translation>{days} d</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>{days} d {hours} h</source>
        <translation>{days} d {hours} h</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <location filename="../../assessor_app/gui/widgets.py"/>
        <source>{span} ago</source>
        <translation>hace {span}</translation>
    </message>
</context>
</TS>
