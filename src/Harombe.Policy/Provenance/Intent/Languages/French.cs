namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>French.</summary>
internal static class French
{
    public static Vocabulary Words { get; } = new(
        "le la les un une des du de et à au aux je moi me mon ma mes s'il plaît te pour avec sur dans est sont que qui peux pourrais tu vous son sa ses en par il elle ce cette d l",
        "qui quoi que qu quand où comment pourquoi quel quelle quels quelles combien",
        "ne n pas jamais sans aucun aucune",
        """
        send: envoie envoyez envoyer transmets transmettre
        write: écris écrivez écrire
        reply: réponds répondez répondre
        forward: transfère+mail transférer+mail
        tell: dis dites dire informe informer
        cancel: annule annulez annuler résilie résilier
        delete: supprime supprimez supprimer efface effacer enlève enlever retire retirer
        invite: invite invitez inviter
        upload: téléverse téléverser
        share: partage partagez partager
        add: ajoute ajoutez ajouter
        create: crée créez créer
        move: déplace déplacez déplacer reporte reporter décale décaler
        rename: renomme renommer
        change: change changer modifie modifiez modifier
        update: actualise actualiser
        pay: paie paye payez payer règle régler
        transfer: vire virer transfère transférez transférer
        refund: rembourse rembourser
        buy: achète acheter
        order: commande commander
        book: réserve réservez réserver
        post: publie publiez publier poste poster
        save: enregistre enregistrer sauvegarde sauvegarder
        run: lance lancer exécute exécuter
        close: ferme fermer
        assign: assigne assigner attribue attribuer
        set: mets mettre définis définir
        plan: planifie planifier
        """,
        """
        mail: courriel courriels mél
        message: message messages
        meeting: rendez réunion réunions événement événements évènement
        file: fichier fichiers
        folder: dossier dossiers
        document: document documents
        summary: résumé
        minutes: compte procès
        bill: facture factures
        rent: loyer
        money: argent
        payment: paiement paiements virement virements
        password: passe
        channel: canal canaux salon
        calendar: calendrier agenda
        note: note notes
        account: compte
        address: adresse
        recipient: destinataire bénéficiaire
        contacts: contacts
        user: utilisateur utilisatrice
        flight: vol
        ticket: billet billets
        table: table
        all: tous toutes tout
        discount: remise
        attachment: pièce
        website: site
        is: est
        are: sont
        and: et
        """);
}
