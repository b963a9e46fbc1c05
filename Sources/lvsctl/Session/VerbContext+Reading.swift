import IPVSKit

extension VerbContext {
    /// Reads the whole table, or one service of it, with what the kernel says of itself.
    func readTable(_ identity: ServiceIdentity?) throws(Failure) -> (TableSnapshot, KernelInfo?) {
        let table = try table()
        return try orTableFailure { () throws(TableError) in
            guard let identity else { return (try table.snapshot(), try table.info()) }
            guard let service = try table.service(identity) else { throw .noSuchService(identity) }
            return (TableSnapshot(services: [service]), nil)
        }
    }

    /// How addresses are written; their names are looked up before, all at once.
    func printer(for addresses: @autoclosure () -> Set<IPAddress>) -> any EndpointPrinter {
        guard preferences.resolvesNames else { return NumericPrinter() }
        let printer = ResolvingPrinter(names)
        printer.prepare(addresses())
        return printer
    }

    /// Writes a list for a person.
    func write(_ list: ServiceList, printer: any EndpointPrinter) throws(Failure) {
        var list = list
        list.printer = printer
        let terminal = session.terminal()
        let (text, omitted) = list.render(
            width: terminal.width,
            hasColor: terminal.hasColor(preferences.color)
        )
        try write(text)
        if !omitted.isEmpty {
            note("the terminal is too narrow for \(alternatives(omitted)) (--json has everything)")
        }
    }
}

extension TableSnapshot {
    /// All addresses, for looking up their names.
    var addresses: Set<IPAddress> {
        var addresses: Set<IPAddress> = []
        for service in services {
            if case .endpoint(_, let endpoint) = service.identity { addresses.insert(endpoint.address) }
            addresses.formUnion(service.servers.map(\.configuration.endpoint.address))
        }
        return addresses
    }
}
