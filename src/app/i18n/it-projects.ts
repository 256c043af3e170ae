/** Progetti, e quanto è al sicuro il lavoro. */
export const projects = {
  projects: {
    title: "Progetti",
    open: "Progetti …",
    new: "Nuovo progetto",
    newMore: "Ricomincia da capo; il progetto aperto resta nell'elenco.",
    continue: "Riprendete da dove eravate",
    continueOne: "Riprendi: {{name}}",
    all: "Tutti i progetti",
    none: "Ancora nulla è conservato. Un progetto comincia con il primo studio che aprite.",
    segments_one: "{{count}} segmento",
    segments_other: "{{count}} segmenti",
    series_one: "{{count}} serie",
    series_other: "{{count}} serie",
    isOpen: "aperto ora",
    name: "Nome del progetto",
    openOne: "Apri {{name}}",
    remove: "Elimina {{name}}",
    removeSure: "Eliminare «{{name}}» con i suoi segmenti e la cronologia?",
    removeYes: "Elimina",
    removeNo: "Conserva",
    removedOne: "«{{name}}» sarà eliminato alla chiusura di questo elenco.",
    bringBack: "Recupera",
    removeAll: "Elimina tutto ciò che è conservato qui",
    removeAllSure:
      "Eliminare tutti i progetti conservati da questo browser? Le immagini sul disco non vengono toccate.",
    import: "Apri file di progetto",
    export: "File di progetto (.radiomica)",
    private:
      "Segmenti, cronologia, impostazioni e nomi dei file sono conservati solo in questo browser, su questo computer. Le immagini non vengono copiate: si rileggono da dove sono.",
    space: "{{used}} usati su {{quota}}",
    copy: "{{name}} (copia)",
    copied: "Questo progetto è aperto in un'altra scheda. Qui proseguite in una copia: «{{name}}».",
    gone: "Questo progetto non è più conservato in questo browser.",
    newer:
      "Questo progetto è stato scritto da una versione successiva di Radiomica. È rimasto intatto: ricaricate la pagina per avere quella versione.",
    damaged_one:
      "«{{name}}» era danneggiato in memoria: l'ultimo passo non si è potuto leggere ed è stato tralasciato. Ciò che lo precede è integro.",
    damaged_other:
      "«{{name}}» era danneggiato in memoria: gli ultimi {{count}} passi non si sono potuti leggere e sono stati tralasciati. Ciò che li precede è integro.",
    altered:
      "«{{name}}»: le immagini sono le stesse istanze, ma i file non sono identici a prima. Controllate i segmenti.",
    stranger:
      "«{{name}}» ha sezioni diverse dalla serie di questo progetto: è stata aperta accanto, e i segmenti restano in attesa.",
    inUse: "Questo progetto è aperto in un'altra scheda. Chiudetelo prima lì.",
    wait: "In attesa delle immagini di «{{name}}»",
    unnamed: "serie senza descrizione",
    waitMore:
      "I segmenti e la loro cronologia sono al sicuro. Le immagini non sono conservate: vanno rilette da dove sono.",
    waitAllow: "Consenti la lettura di {{names}}",
    waitFolder: "Scegli di nuovo la cartella",
    waitFiles: "Scegli di nuovo i file",
    waitDemo: "Carica di nuovo il caso dimostrativo",
    waitFor: "In attesa delle immagini",
    reading: "Lettura del progetto …",
    imported: "«{{name}}» è stato acquisito.",
  },
  save: {
    saved: "Salvato",
    saving: "Salvataggio …",
    not_saved: "Non salvato",
    off: "Nulla da salvare",
    savedMore:
      "Ogni modifica è sul disco di questo computer, conservata da questo browser. Dopo un arresto o un ricaricamento riprendete da qui.",
    savingMore: "L'ultima modifica sta andando sul disco.",
    offMore: "Un progetto comincia con il primo studio che aprite.",
    retry: "Riprova",
    exportNow: "Esporta il file di progetto",
    unavailable:
      "Questo browser non conserva nulla qui (finestra privata, o archiviazione disattivata). Il lavoro è solo in memoria: esportate il progetto prima di chiudere la scheda.",
    quota:
      "Lo spazio di archiviazione del browser è pieno. Il lavoro prosegue in memoria e non viene salvato: fate spazio, o esportate il progetto.",
    lost: "Ciò che il browser conservava è stato eliminato. Il lavoro prosegue in memoria e viene salvato di nuovo.",
    conflict: "Un'altra scheda scrive in questo progetto. Il lavoro prosegue in una copia.",
    failed: "Il browser non ha potuto salvare. Il lavoro prosegue in memoria: per sicurezza esportate il progetto.",
    slow: "Il salvataggio è lento. Le ultime modifiche per ora sono solo in memoria.",
  },
};
