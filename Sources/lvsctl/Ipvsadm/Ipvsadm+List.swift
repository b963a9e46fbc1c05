import IPVSKit

extension Ipvsadm {
    /// Lists what was asked for.
    func list(_ options: ListOptions, of table: any IPVSTable) throws(IpvsadmFailure) {
        switch options.subject {
        case .services: try listServices(options, of: table)
        case .service(let identity): try list(identity, options, of: table)
        case .connections: try listConnections(options)
        case .timeouts:
            let timeouts = try asking(.list) { () throws(TableError) in try table.timeouts() }
            try write(
                Array("Timeout (tcp tcpfin udp): \(timeouts.tcp) \(timeouts.tcpFin) \(timeouts.udp)\n".utf8)
            )
        case .daemons:
            let daemons = try asking(.list) { () throws(TableError) in try table.daemons() }
            for daemon in daemons { try write(Array(daemon.ipvsadmLine.utf8)) }
        }
    }

    private func listServices(_ options: ListOptions, of table: any IPVSTable) throws(IpvsadmFailure) {
        let names = IpvsadmNames(options.isNumeric ? nil : session.names)
        let (info, snapshot) = try asking(.list) { () throws(TableError) in
            (try table.info(), try table.snapshot())
        }
        if !names.isNumeric { names.prepare(snapshot.addresses) }
        var listing = IpvsadmListing(options, names: names)
        listing.write(info)
        listing.writeTitle()
        let services = options.isSorted ? IpvsadmOrder.sorted(snapshot.services) : snapshot.services
        for service in services { listing.write(service) }
        try write(listing.bytes)
    }

    private func list(
        _ identity: ServiceIdentity,
        _ options: ListOptions,
        of table: any IPVSTable
    ) throws(IpvsadmFailure) {
        let names = IpvsadmNames(options.isNumeric ? nil : session.names)
        let service = try asking(.list) { () throws(TableError) in
            guard let service = try table.service(identity) else { throw .noSuchService(identity) }
            return service
        }
        if !names.isNumeric { names.prepare(TableSnapshot(services: [service]).addresses) }
        var listing = IpvsadmListing(options, names: names)
        listing.writeTitle()
        listing.write(service)
        try write(listing.bytes)
    }

    private func listConnections(_ options: ListOptions) throws(IpvsadmFailure) {
        try contact()
        var list = IpvsadmConnections(
            names: IpvsadmNames(options.isNumeric ? nil : session.names),
            showsEngineData: options.showsEngineData
        )
        var failure: IpvsadmFailure?
        try asking(.list) { () throws(TableError) in
            try ConnectionReader.forEach(in: session.procFolder, withOrigin: false) { connection in
                guard list.add(connection) else { return true }
                do throws(IpvsadmFailure) {
                    try write(list.take())
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        }
        if let failure { throw failure }
        try write(list.take())
    }

    /// Prints the table as rules: what ipvsadm prints, and what it forgets.
    func save(_ table: any IPVSTable, isNumeric: Bool) throws(IpvsadmFailure) {
        let names = IpvsadmNames(isNumeric ? nil : session.names)
        let snapshot = try asking(.list) { () throws(TableError) in try table.snapshot() }
        if !names.isNumeric { names.prepare(snapshot.addresses) }
        var rules = RulesWriter(asIpvsadm: isNumeric ? nil : names.writeReadable)
        for service in IpvsadmOrder.sorted(snapshot.services) {
            rules.write(
                ServiceConfiguration(
                    service.configuration,
                    servers: IpvsadmOrder.sorted(service.servers).map(\.configuration)
                )
            )
        }
        try write(rules.bytes)
        for loss in rules.unsaid { say(IpvsadmFailure("not saved: \(loss)", status: 0)) }
    }
}

extension SyncDaemon {
    /// A line of ipvsadm's list.
    fileprivate var ipvsadmLine: String {
        var text = "\(role) sync daemon (mcast=\(interface), syncid=\(syncID)"
        if maximumLength != 0 { text += ", maxlen=\(maximumLength)" }
        if let group { text += ", group=\(group)" }
        if port != 0 { text += ", port=\(port)" }
        if timeToLive != 0 { text += ", ttl=\(timeToLive)" }
        return text + ")\n"
    }
}
