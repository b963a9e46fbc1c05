import IPVSKit

/// `lvsctl version`, and `-v`.
struct ShowVersion: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "version",
        "Show lvsctl's version.",
        details: """
            The kernel's version of IPVS is in list --json.
            """
    )

    let global = GlobalOptions()

    func request(_ names: any NameLookup) {}

    static func run(_ request: Void, in environment: Environment) throws {
        guard environment.preferences.isJSON else {
            return try environment.output.write(Array((Version.text + "\n").utf8))
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("lvsctl")
        writer.value(Version.number)
        writer.endDocument()
        try environment.output.write(writer.bytes)
    }
}
