"""Windows. The only importer of tkinter: reads widgets into text, shows what comes back."""
