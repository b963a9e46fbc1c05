import IPVSKit

/// `lvsctl version`, and `-v`.
struct ShowVersion: Verb {
    static let description = VerbDescription(
        "version",
        "Show lvsctl's version.",
        details: """
            The kernel's version of IPVS is in list --json.
            """
    )

    let global = GlobalOptions()

    func run(in context: VerbContext) throws(Failure) {
        guard context.preferences.isJSON else {
            return try context.writeLine(Version.text)
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("lvsctl")
        writer.value(Version.number)
        writer.endDocument()
        try context.write(writer.bytes)
    }
}
