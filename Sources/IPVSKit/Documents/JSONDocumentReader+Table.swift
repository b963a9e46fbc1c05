// The document as a whole, and what is in it beside services.

extension JSONDocumentReader {
    mutating func readTable() throws(JSONSyntaxError) {
        guard try expect(.object, "an object such as {\"version\": 1, \"services\": []}") else { return }
        let start = try readObject(TableKey.self, required: [.version]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .version: try self.readVersion()
            case .partial: try self.readSelection()
            case .timeouts: try self.readTimeouts()
            case .daemons: try self.readDaemons()
            case .services: try self.readServices()
            }
        }
        guard let start, let daemon = table.daemons?.first, let (server, identity) = table.mixedServer else {
            return
        }
        let line = serviceOffsets[identity].map { lineNumber(of: $0) } ?? 0
        let kind = RuleFinding.Kind.daemonBesideMixedFamilies(daemon.role, server, identity, line: line)
        note("\(kind)", ["daemons"], inObjectAt: start)
    }

    mutating func readVersion() throws(JSONSyntaxError) {
        guard try expect(.number, "the number \(JSONDocument.version)") else { return }
        let place = try reader.number()
        guard !reader.bytes[place].elementsEqual("\(JSONDocument.version)".utf8) else { return }
        note("only version \(JSONDocument.version) can be read", at: place)
        isOfOtherVersion = true
    }

    private mutating func readTimeouts() throws(JSONSyntaxError) {
        var timeouts = ConnectionTimeouts()
        let start = try readObject(TimeoutKey.self) { (self, key) throws(JSONSyntaxError) in
            let limit = ConnectionTimeouts.limit
            timeouts[key.field] = try self.readNumber(of: key.field, 0...limit) ?? 0
        }
        if start != nil { (table.timeouts, timeoutsOffset) = (timeouts, start) }
    }

    private mutating func readDaemons() throws(JSONSyntaxError) {
        var daemons: [SyncDaemon] = []
        try readArray { (self, _) throws(JSONSyntaxError) in
            guard let (daemon, start) = try self.readDaemon() else { return }
            self.note(daemon.errors(), ofObjectAt: start)
            guard let first = daemons.first(where: { $0.role == daemon.role }) else {
                self.daemonOffsets[daemon.role] = start
                return daemons.append(daemon)
            }
            let isSame = first == daemon
            self.note(
                "there is a \(daemon.role) already" + (isSame ? ", with the same settings (ignored)" : ""),
                ["role"],
                inObjectAt: start,
                severity: isSame ? .warning : .error
            )
        }
        table.daemons = daemons.sorted { $0.role.rawValue < $1.role.rawValue }
    }

    private mutating func readDaemon() throws(JSONSyntaxError) -> (SyncDaemon, start: Int)? {
        var daemon = SyncDaemon(.master, interface: KernelName())
        let errorsBefore = errorCount
        let start = try readObject(DaemonKey.self, required: [.role, .interface]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .role:
                let words = SyncDaemon.Role.allCases.map { (name: $0.description, value: $0) }
                if let role = try self.readWord(words) { daemon.role = role }
            case .interface:
                if let name = try self.readName(limit: SyncDaemon.interfaceLimit) { daemon.interface = name }
            case .group: daemon.group = try self.readAddress()
            case .number(let field):
                daemon[field] = try self.readNumber(of: field, 0...SyncDaemon.largest(field)) ?? 0
            }
        }
        guard let start, errorCount == errorsBefore else { return nil }
        return (daemon, start)
    }
}
