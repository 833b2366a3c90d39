"""An independent calculation of the reports, compared with the command line on random districts."""
