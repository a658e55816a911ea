namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>Spanish.</summary>
internal static class Spanish
{
    public static Vocabulary Words { get; } = new(
        "el la los las un una unos unas de del y al en me mi mis por favor para con sobre es son que puedes podrías tú su sus lo le se si está están no más",
        "quién quiénes qué cuándo dónde cómo cuál cuáles cuánto cuánta",
        "no nunca jamás sin ningún ninguna",
        """
        send: envía enviar envíe envíame manda mandar mande
        write: escribe escribir escriba
        reply: responde responder responda contesta contestar
        forward: reenvía reenviar
        tell: di dile decir informa informar
        cancel: cancela cancelar cancele anula anular
        delete: borra borrar borre elimina eliminar elimine quita quitar
        invite: invita invitar invite
        upload: sube subir
        share: comparte compartir comparta
        add: añade añadir añada agrega agregar agregue
        create: crea crear cree
        move: mueve mover mueva aplaza aplazar pospón posponer
        rename: renombra renombrar
        change: cambia cambiar cambie modifica modificar modifique
        update: actualiza actualizar actualice
        pay: paga pagar pague
        transfer: transfiere transferir transfiera
        refund: reembolsa reembolsar devuelve devolver
        buy: compra comprar compre
        order: pide pedir pida encarga
        book: reserva reservar reserve
        post: publica publicar publique
        save: guarda guardar guarde
        run: ejecuta ejecutar lanza lanzar
        close: cierra cerrar cierre
        assign: asigna asignar asigne
        set: pon poner configura configurar
        plan: planifica planificar
        """,
        """
        mail: correo correos
        message: mensaje mensajes
        meeting: cita citas reunión reuniones evento eventos
        file: archivo archivos fichero ficheros
        folder: carpeta carpetas
        document: documento documentos
        summary: resumen
        minutes: acta
        bill: factura facturas recibo
        rent: alquiler
        money: dinero
        payment: pago pagos transferencia transferencias
        password: contraseña clave
        channel: canal canales
        calendar: calendario agenda
        note: nota notas
        account: cuenta cuentas
        address: dirección
        recipient: destinatario beneficiario
        contacts: contactos contacto
        user: usuario usuaria
        flight: vuelo
        ticket: billete billetes entrada
        table: mesa
        all: todos todas todo
        discount: descuento
        attachment: adjunto
        website: web página
        is: es está
        are: son están
        and: y
        """);
}
