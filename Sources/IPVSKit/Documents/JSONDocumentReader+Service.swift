// Virtual services.

/// What has been read of a service; its keys may come in any order.
struct ServiceDraft {
    /// Where it begins.
    var start = 0
    var serviceProtocol: ServiceProtocol?
    var address: IPAddress?
    var port: UInt16?
    var mark: UInt32?
    var family: AddressFamily?
    var scheduler = Scheduler.weightedLeastConnection
    var flags: ServiceFlags = []
    var persistence: PersistenceDraft?
    var servers = ServerList()
    /// Whether the text ends, or is no JSON any more, within the servers.
    var isCutWithinServers = false

    /// A mask as it was written, which means different things in the two families.
    enum NetmaskDraft {
        case bits(UInt32)
        case prefixLength(UInt32)
    }

    /// What has been read of a persistence.
    struct PersistenceDraft {
        var isEnabled = true
        var timeout: UInt32?
        var netmask: NetmaskDraft?
        var engine: KernelName?
    }

    /// The servers of a service and where each of them begins in the document.
    struct ServerList {
        var servers = KeyedList<Endpoint, RealServer>()
        var offsets: [(offset: Int, index: Int)] = []
        /// How many errors there are about servers, which are not in the list then.
        var errorCount = 0
    }
}

extension ServiceDraft {
    /// Whether it says which service it is.
    fileprivate var hasIdentity: Bool {
        mark != nil || (serviceProtocol != nil && address != nil && port != nil)
    }
}

extension JSONDocumentReader {
    mutating func readServices() throws(JSONSyntaxError) {
        try readArray { (self, _) throws(JSONSyntaxError) in
            let errorsBefore = self.errorCount
            let depth = self.path.count
            var draft = ServiceDraft()
            do throws(JSONSyntaxError) {
                if try self.readService(into: &draft) { self.take(draft, errorsBefore) }
            } catch {
                self.path.removeLast(self.path.count - depth)
                // Servers that are whole are used, with what is known of their service; lvsctl writes them last.
                if draft.isCutWithinServers, draft.hasIdentity { self.take(draft, errorsBefore) }
                throw error
            }
        }
    }

    /// Adds a service to the table, without what is wrong with it.
    private mutating func take(_ draft: ServiceDraft, _ errorsBefore: Int) {
        let start = draft.start
        guard let identity = identity(of: draft, at: start) else { return }
        let service = service(identity, draft, at: start)
        note(service.errors(), ofObjectAt: start)
        noteUnknownModules(of: service, at: start)
        var servers = draft.servers
        removeFaulty(from: &servers, in: identity.family)
        var entry = ServiceConfiguration(service)
        entry.servers = servers.servers
        if let other = serviceOffsets[identity] {
            return noteRepeated(entry, at: start, first: other)
        }
        serviceOffsets[identity] = start
        if servers.errorCount > 0 || draft.isCutWithinServers { incompleteServices.insert(identity) }
        // What is wrong with a server takes that server away, and not the service.
        guard errorCount - errorsBefore == servers.errorCount else { return }
        table.services[identity] = entry
    }

    private mutating func noteRepeated(_ entry: ServiceConfiguration, at start: Int, first: Int) {
        let line = hasRoom ? lineNumber(of: first) : 0
        let isSame = table.services[entry.key] == entry
        note(
            isSame
                ? "\(entry.key) is there already, on line \(line), with the same settings (ignored)"
                : "\(entry.key) is there already, on line \(line)",
            at: start..<start + 1,
            severity: isSame ? .warning : .error
        )
    }

    /// Reads a service as far as its text goes; returns whether there is one.
    mutating func readService(into draft: inout ServiceDraft) throws(JSONSyntaxError) -> Bool {
        _ = try reader.kind()
        draft.start = reader.offset
        let start = try readObject(ServiceKey.self) { (self, key) throws(JSONSyntaxError) in
            switch key {
            case .serviceProtocol: draft.serviceProtocol = try self.readNamed(ServiceProtocol.self)
            case .address: draft.address = try self.readAddress()
            case .port: draft.port = try self.readNumber(of: .servicePort)
            case .mark: draft.mark = try self.readNumber(of: .mark)
            case .family:
                draft.family = try self.readWord(AddressFamily.allCases.map { ($0.name, $0) })
            case .scheduler:
                guard let name = try self.readName(limit: Scheduler.nameLimit) else { return }
                draft.scheduler = Scheduler(rawValue: name)
            case .flags: draft.flags.formUnion(try self.readFlags())
            case .extraFlags: draft.flags.formUnion(try self.readExtraFlags())
            case .onePacket: if try self.readFlag() == true { draft.flags.insert(.onePacket) }
            case .persistence: draft.persistence = try self.readPersistence()
            case .servers:
                draft.isCutWithinServers = true
                try self.readServers(into: &draft.servers)
                draft.isCutWithinServers = false
            }
        }
        return start != nil
    }

    private mutating func readFlags() throws(JSONSyntaxError) -> ServiceFlags {
        var flags: ServiceFlags = []
        try readArray { (self, _) throws(JSONSyntaxError) in
            guard let flag = try self.readWord(ServiceFlags.names) else { return }
            flags.insert(flag)
        }
        return flags
    }

    private mutating func readExtraFlags() throws(JSONSyntaxError) -> ServiceFlags {
        guard let bits = try readNumber(0...UInt32.max) else { return [] }
        let flags = ServiceFlags(rawValue: bits)
        if flags.isDisjoint(with: ServiceFlags.settable.union(.hashed)) { return flags }
        note(
            "\(bits) has bits that have keys of their own",
            at: reader.offset - "\(bits)".utf8.count..<reader.offset
        )
        return []
    }

    private mutating func readPersistence() throws(JSONSyntaxError) -> ServiceDraft.PersistenceDraft? {
        var draft = ServiceDraft.PersistenceDraft()
        let start = try readObject(PersistenceKey.self) { (self, key) throws(JSONSyntaxError) in
            switch key {
            case .isEnabled: draft.isEnabled = try self.readFlag() ?? true
            case .timeout: draft.timeout = try self.readNumber(of: .timeout)
            case .netmask: draft.netmask = try self.readNetmask()
            case .engine: draft.engine = try self.readName(limit: VirtualService.engineLimit)
            }
        }
        return start == nil ? nil : draft
    }

    private mutating func readNetmask() throws(JSONSyntaxError) -> ServiceDraft.NetmaskDraft? {
        if try reader.kind() == .number { return try readNumber(0...UInt32.max).map { .prefixLength($0) } }
        guard try expect(.text, "a mask such as \"255.255.255.0\", or the length of a prefix") else {
            return nil
        }
        let text = try reader.text()
        if let address = address(text), address.family == .ipv4 { return .bits(address.bits32) }
        note(text, isNot: "a mask such as 255.255.255.0")
        return nil
    }
}

extension JSONDocumentReader {
    /// Reads an object that names a service; nil if there is an error.
    mutating func readIdentity() throws(JSONSyntaxError) -> ServiceIdentity? {
        var draft = ServiceDraft()
        guard try readService(into: &draft) else { return nil }
        return identity(of: draft, at: draft.start)
    }
}

// MARK: From drafts to the model

extension JSONDocumentReader {
    /// The identity that a draft describes; notes what is missing or too much.
    mutating func identity(of draft: ServiceDraft, at start: Int) -> ServiceIdentity? {
        let place = start..<start + 1
        if let mark = draft.mark {
            let isEndpoint = draft.serviceProtocol != nil || draft.address != nil || draft.port != nil
            if isEndpoint { note("a service has either a mark, or protocol, address and port", at: place) }
            return isEndpoint ? nil : .firewallMark(mark, draft.family ?? .ipv4)
        }
        if draft.family != nil {
            note("only services of a mark have a family", ["family"], inObjectAt: start)
        }
        guard let serviceProtocol = draft.serviceProtocol, let address = draft.address, let port = draft.port
        else {
            noteMissing(draft, at: start)
            return nil
        }
        return .endpoint(serviceProtocol, Endpoint(address, port: port))
    }

    /// Warns of a scheduler or engine that no kernel has.
    private mutating func noteUnknownModules(of service: VirtualService, at start: Int) {
        let scheduler = service.scheduler
        if !kernelRules.schedulers.contains(scheduler) {
            note(
                "\(RuleFinding.Kind.unknownScheduler(scheduler))",
                ["scheduler"],
                inObjectAt: start,
                severity: .warning
            )
        }
        if let engine = service.engine, !kernelRules.engines.contains(engine) {
            let message = "no known kernel has a persistence engine '\(engine)'"
            note(message, ["persistence", "engine"], inObjectAt: start, severity: .warning)
        }
    }

    private mutating func noteMissing(_ draft: ServiceDraft, at start: Int) {
        let missing = [ServiceKey.serviceProtocol, .address, .port].filter { key in
            // A key that is there but means nothing has been noted already.
            locate([key.rawValue], inObjectAt: start) == start..<start + 1
        }
        guard !missing.isEmpty else { return }
        let isBare = missing.count == 3 && locate(["mark"], inObjectAt: start) == start..<start + 1
        let names = missing.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let message =
            isBare ? "'protocol', 'address' and 'port' are missing, or a 'mark'" : "missing: \(names)"
        note(message, at: start..<start + 1)
    }

    private mutating func service(
        _ identity: ServiceIdentity,
        _ draft: ServiceDraft,
        at start: Int
    ) -> VirtualService {
        var service = VirtualService(identity, scheduler: draft.scheduler)
        service.flags = draft.flags
        guard let persistence = draft.persistence else { return service }
        if persistence.isEnabled { service.flags.insert(.persistent) }
        service.timeout = persistence.timeout ?? (persistence.isEnabled ? VirtualService.defaultTimeout : 0)
        service.engine = persistence.engine
        switch persistence.netmask {
        case nil: break
        case .bits(let bits): service.netmask = .ipv4(bits)
        case .prefixLength(let length) where identity.family == .ipv6: service.netmask = .ipv6(length)
        case .prefixLength(let length):
            if let netmask = Netmask(prefixLength: length, family: .ipv4) {
                service.netmask = netmask
            } else {
                let message = "prefix length \(length) is not 0 to 32"
                note(message, ["persistence", "netmask"], inObjectAt: start)
            }
        }
        return service
    }
}
