/// A way back that is kept in a file, with what is to be said of it.
package struct WayBackDocument: Equatable, Sendable {
    /// What was carried out, as it was typed.
    package var command: String
    /// Who did it.
    package var user: String
    /// When, in seconds since 1970.
    package var time: UInt64
    /// Until when it has to be confirmed, in seconds since 1970; nil when it need not be.
    package var confirmBy: UInt64?
    /// How many changes were made.
    package var changeCount: UInt64
    /// The way back.
    package var wayBack: WayBack

    /// Creates a document.
    package init(
        _ wayBack: WayBack,
        command: String,
        user: String,
        time: UInt64,
        confirmBy: UInt64? = nil,
        changeCount: Int
    ) {
        (self.wayBack, self.command, self.user) = (wayBack, command, user)
        (self.time, self.confirmBy, self.changeCount) = (time, confirmBy, UInt64(changeCount))
    }

    /// Writes the document.
    package func write() -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        writer.field(WayBackKey.version.rawValue, JSONDocument.version)
        writer.field(WayBackKey.command.rawValue, command)
        writer.field(WayBackKey.user.rawValue, user)
        writer.field(WayBackKey.time.rawValue, time)
        if let confirmBy { writer.field(WayBackKey.confirmBy.rawValue, confirmBy) }
        writer.field(WayBackKey.changes.rawValue, changeCount)
        writer.field(WayBackKey.digest.rawValue, wayBack.digest)
        writer.key(WayBackKey.touched.rawValue)
        writer.write(wayBack.footprint)
        writer.key(WayBackKey.before.rawValue)
        writer.writeObject(wayBack.before)
        writer.endObject()
        writer.finish()
        return writer.bytes
    }

    /// Reads a document; nil for one that is damaged.
    package static func read(_ bytes: [UInt8]) -> WayBackDocument? {
        var reader = JSONDocumentReader(bytes)
        return reader.readWayBack()
    }
}

/// The keys of the document.
private enum WayBackKey: String, NamedKeys {
    case version, command, user, time, changes, digest, touched, before
    case confirmBy = "confirm_by"
}

/// The keys of what was touched.
private enum FootprintKey: String, NamedKeys {
    case services, settings, servers, timeouts, daemons
}

/// The keys of the servers of a service that were touched.
private enum TouchedServersKey: String, NamedKeys {
    case service, servers
}

extension JSONWriter {
    fileprivate mutating func write(_ footprint: Plan.Footprint) {
        beginObject()
        write(footprint.services, as: FootprintKey.services.rawValue)
        write(footprint.settings, as: FootprintKey.settings.rawValue)
        key(FootprintKey.servers.rawValue)
        beginArray()
        for (identity, endpoints) in footprint.servers.sorted(by: { $0.key < $1.key }) {
            beginObject()
            key(TouchedServersKey.service.rawValue)
            beginObject()
            writeFields(of: identity)
            endObject()
            key(TouchedServersKey.servers.rawValue)
            beginArray()
            for endpoint in endpoints.sorted() { write(endpoint) }
            endArray()
            endObject()
        }
        endArray()
        field(FootprintKey.timeouts.rawValue, footprint.timeouts)
        key(FootprintKey.daemons.rawValue)
        beginArray()
        for role in SyncDaemon.Role.allCases where footprint.daemons.contains(role) {
            value(role.description)
        }
        endArray()
        endObject()
    }

    private mutating func write(_ identities: Set<ServiceIdentity>, as name: String) {
        key(name)
        beginArray()
        for identity in identities.sorted() {
            beginObject()
            writeFields(of: identity)
            endObject()
        }
        endArray()
    }
}

extension JSONDocumentReader {
    fileprivate mutating func readWayBack() -> WayBackDocument? {
        var document = WayBackDocument(WayBack(), command: "", user: "", time: 0, changeCount: 0)
        do throws(JSONSyntaxError) {
            _ = try readObject(WayBackKey.self, required: [.version, .digest, .touched, .before]) {
                (self, key) throws(JSONSyntaxError) in
                switch key {
                case .version: try self.readVersion()
                case .command: document.command = try self.readText() ?? ""
                case .user: document.user = try self.readText() ?? ""
                case .time: document.time = try self.readNumber(0...UInt64.max) ?? 0
                case .confirmBy: document.confirmBy = try self.readNumber(0...UInt64.max)
                case .changes: document.changeCount = try self.readNumber(0...UInt64.max) ?? 0
                case .digest: document.wayBack.digest = try self.readNumber(0...UInt64.max) ?? 0
                case .touched: document.wayBack.footprint = try self.readFootprint()
                case .before: document.wayBack.before = try self.readPart()
                }
            }
            try reader.end()
        } catch {
            note(error)
        }
        return errorCount == 0 && !isOfOtherVersion ? document : nil
    }

    private mutating func readFootprint() throws(JSONSyntaxError) -> Plan.Footprint {
        var footprint = Plan.Footprint()
        _ = try readObject(FootprintKey.self) { (self, key) throws(JSONSyntaxError) in
            switch key {
            case .services: footprint.services = try self.readIdentities()
            case .settings: footprint.settings = try self.readIdentities()
            case .timeouts: footprint.timeouts = try self.readFlag() ?? false
            case .daemons:
                try self.readArray { (self, _) throws(JSONSyntaxError) in
                    let words = SyncDaemon.Role.allCases.map { (name: $0.description, value: $0) }
                    if let role = try self.readWord(words) { footprint.daemons.insert(role) }
                }
            case .servers:
                try self.readArray { (self, _) throws(JSONSyntaxError) in
                    let (identity, servers) = try self.readTouchedServers()
                    if let identity { footprint.servers[identity] = servers }
                }
            }
        }
        return footprint
    }

    private mutating func readTouchedServers() throws(JSONSyntaxError) -> (ServiceIdentity?, Set<Endpoint>) {
        var identity: ServiceIdentity?
        var servers: Set<Endpoint> = []
        _ = try readObject(TouchedServersKey.self) { (self, key) throws(JSONSyntaxError) in
            switch key {
            case .service: identity = try self.readIdentity()
            case .servers:
                try self.readArray { (self, _) throws(JSONSyntaxError) in
                    if let endpoint = try self.readEndpoint() { servers.insert(endpoint) }
                }
            }
        }
        return (identity, servers)
    }

    private mutating func readIdentities() throws(JSONSyntaxError) -> Set<ServiceIdentity> {
        var identities: Set<ServiceIdentity> = []
        try readArray { (self, _) throws(JSONSyntaxError) in
            if let identity = try self.readIdentity() { identities.insert(identity) }
        }
        return identities
    }
}
