namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>German.</summary>
internal static class German
{
    public static Vocabulary Words { get; } = new(
        "der die das den dem des und ich mir mich mein meine meinen meiner meinem bitte ein eine einen einem einer für mit auf von vom zum zur ist sind nicht kannst könntest du dass über im am beim alle seine seinen sie er es",
        "wer wen wem was wann wo wohin woher wie wieso warum weshalb welche welcher welches wieviel",
        "nicht kein keine keinen keinem nie niemals ohne",
        """
        send: sende sendet senden schick schicke schickt schicken verschicke verschicken versende versenden übermittle übermitteln
        write: schreib schreibe schreibt schreiben
        reply: antworte antwortet antworten beantworte beantworten
        forward: leite+weiter leit+weiter weiterleiten
        tell: sag sage sagt sagen informiere informieren
        cancel: sag+ab sage+ab sagt+ab absagen storniere stornieren kündige kündigen
        delete: lösche löscht löschen entferne entfernen
        invite: lade+ein lad+ein ladet+ein einladen
        upload: lade+hoch lad+hoch hochladen
        share: teile teil teilt teilen freigeben gib+frei
        add: füge füg fügt hinzufügen ergänze ergänzen trage+ein trag+ein eintragen
        create: erstelle erstell erstellt erstellen lege+an leg+an anlegen
        move: verschiebe verschieb verschiebt verschieben verlege verlegen
        rename: umbenennen benenne+um
        change: ändere ändert ändern ändre
        update: aktualisiere aktualisieren passe+an anpassen
        pay: zahle zahl zahlt zahlen bezahle bezahl bezahlt bezahlen begleiche begleichen
        transfer: überweise überweis überweist überweisen
        refund: erstatte erstatten
        buy: kaufe kauf kaufen
        order: bestelle bestell bestellen
        book: buche buch bucht buchen
        reserve: reserviere reservieren
        post: poste postet posten veröffentliche veröffentlichen
        save: speichere speicher speichern
        run: starte starten ausführen führe+aus
        close: schließe schließ schließen
        assign: zuweisen weise+zu
        set: setze setz setzen stelle+ein einstellen richte+ein einrichten
        plan: plane planen
        """,
        """
        message: nachricht nachrichten
        meeting: termin termine termins treffen besprechung besprechungen sitzung ereignis
        file: datei dateien
        folder: ordner
        document: dokument dokumente
        summary: zusammenfassung
        minutes: protokoll
        bill: rechnung rechnungen
        rent: miete
        money: geld
        payment: zahlung zahlungen überweisung überweisungen
        standing order: dauerauftrag daueraufträge
        password: passwort kennwort
        channel: kanal kanäle
        calendar: kalender
        note: notiz notizen
        account: konto
        address: adresse anschrift
        recipient: empfänger
        contacts: kontakt kontakte kontakten
        user: benutzer nutzer
        flight: flug
        ticket: karte karten
        table: tisch
        all: alle allen jeden jedem jeder
        discount: rabatt
        attachment: anhang
        website: webseite seite
        is: ist lautet
        are: sind
        and: und
        """);
}
