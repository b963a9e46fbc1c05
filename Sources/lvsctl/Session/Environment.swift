import IPVSKit

/// What a verb works with.
struct Environment {
    /// What the user wants of every verb.
    let preferences: Preferences
    /// Where results and notes go.
    let output: Output
    /// Opens and locks tables.
    let tables: TableAccess
    /// Which servers are held.
    let holds: HoldAccess
    /// What leads back from what was done.
    let waysBack: WayBackAccess
    /// Host and service names.
    let names: any NameLookup
    /// Where the kernel's settings of IPVS are.
    let settingsFolder: String
    /// What the paths of this host's files begin with.
    let hostFolder: String
    /// What a saved table says of its origin; nil for nothing.
    let saveHeader: () -> String?

    /// Refuses a table in a file.
    func requireKernel(_ reason: String) throws(UsageError) {
        if preferences.tableFile != nil { throw UsageError(.table, reason) }
    }

    /// How addresses are written; their names are looked up before, all at once.
    func printer(for addresses: @autoclosure () -> Set<IPAddress>) -> any EndpointPrinter {
        guard preferences.resolvesNames else { return NumericPrinter() }
        let printer = ResolvingPrinter(names)
        printer.prepare(addresses())
        noteMissingNames()
        return printer
    }

    /// Says that names are missing where their lookup took too long.
    func noteMissingNames() {
        guard preferences.resolvesNames, names.hasTimedOut else { return }
        output.note("the lookup of names took too long: some addresses are shown as numbers")
    }
}
