/// A real server that is kept at weight 0, out of work, until every reason for it has ended.
public struct Hold: Hashable, Sendable {
    /// Which server of which service is held.
    public struct Subject: Hashable, Sendable, Comparable {
        /// The service.
        public var service: ServiceIdentity
        /// The server.
        public var server: Endpoint

        /// Names a server of a service.
        public init(_ server: Endpoint, of service: ServiceIdentity) {
            (self.service, self.server) = (service, server)
        }

        /// Orders by service, then by server.
        public static func < (left: Subject, right: Subject) -> Bool {
            left.service == right.service ? left.server < right.server : left.service < right.service
        }
    }

    /// One of the reasons to hold a server.
    public struct Reason: Hashable, Sendable {
        /// What the user called it; empty for none.
        public var text: String
        /// Who asked for it; empty if unknown.
        public var user: String
        /// When it was asked for, in seconds since 1970.
        public var since: UInt64
        /// When it ends by itself, in seconds since 1970; nil for never.
        public var until: UInt64?

        /// Whether it has ended by itself, at a time in seconds since 1970.
        public func hasEnded(at now: UInt64) -> Bool { until.map { $0 <= now } ?? false }

        /// Creates a reason.
        public init(_ text: String, by user: String, since: UInt64, until: UInt64? = nil) {
            (self.text, self.user, self.since, self.until) = (text, user, since, until)
        }
    }

    /// What is held.
    public let subject: Subject
    /// The weight that the server gets back: what it had, or what a document that was applied meanwhile says.
    public var weight: UInt32
    /// Why it is held, the oldest reason first; never empty.
    public var reasons: [Reason]

    /// Creates a hold.
    public init(_ subject: Subject, weight: UInt32, reasons: [Reason]) {
        (self.subject, self.weight, self.reasons) = (subject, weight, reasons)
    }
}

extension Hold: KeyedElement {
    /// What is held.
    public var key: Subject { subject }
}

/// The servers that are held, in the order in which that began.
public typealias HoldList = KeyedList<Hold.Subject, Hold>

extension KeyedList where Element == Hold, Key == Hold.Subject {
    /// Creates a list.
    public init(_ holds: some Sequence<Hold>) {
        self.init()
        for hold in holds { self[hold.subject] = hold }
    }

    /// Adds a reason to hold a server, or renews the one of the same text; of a new hold, `weight` is what the server
    /// gets back.
    public mutating func add(_ reason: Hold.Reason, to subject: Hold.Subject, weight: UInt32) {
        var hold = self[subject] ?? Hold(subject, weight: weight, reasons: [])
        hold.reasons.removeAll { $0.text == reason.text }
        hold.reasons.append(reason)
        self[subject] = hold
    }

    /// Ends the reasons of a hold that fit.
    ///
    /// - Returns: whether the server is held no longer.
    public mutating func end(_ subject: Hold.Subject, where isEnded: (Hold.Reason) -> Bool) -> Bool {
        guard var hold = self[subject] else { return true }
        hold.reasons.removeAll(where: isEnded)
        self[subject] = hold.reasons.isEmpty ? nil : hold
        return hold.reasons.isEmpty
    }

    /// The holds that still have a reason at a time, in seconds since 1970; the others wait for somebody to give their
    /// servers the weight back.
    public func current(at now: UInt64) -> HoldList {
        HoldList(
            lazy.compactMap { hold in
                var hold = hold
                hold.reasons.removeAll { $0.hasEnded(at: now) }
                return hold.reasons.isEmpty ? nil : hold
            }
        )
    }
}

extension TableConfiguration {
    /// The table with the weight of every held server at 0.
    public func holding(_ holds: HoldList) -> TableConfiguration {
        var table = self
        for hold in holds {
            table.services.modify(hold.subject.service) { entry in
                entry.servers.modify(hold.subject.server) { server in server.weight = 0 }
            }
        }
        return table
    }

    /// The holds of which the table names the server with a weight, each with that weight.
    public func heldServers(_ holds: HoldList) -> [Hold] {
        holds.compactMap { hold in
            let server = services[hold.subject.service]?.servers[hold.subject.server]
            guard let server, server.weight > 0 else { return nil }
            return Hold(hold.subject, weight: server.weight, reasons: hold.reasons)
        }
    }
}
