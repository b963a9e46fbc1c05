# Fails for lines of Markdown that are longer than 120 columns. Tables and code may be as wide as they need.
FNR == 1 { isCode = 0 }
/^```/ { isCode = !isCode }
!isCode && !/^\|/ && length > 120 {
    print FILENAME ":" FNR ": longer than 120 columns"
    found = 1
}
END { exit found }
