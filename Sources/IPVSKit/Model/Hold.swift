/// A real server that is kept at weight 0, out of work, until every reason for it has ended.
package struct Hold: Hashable, Sendable {
    /// Which server of which service is held.
    package struct Subject: Hashable, Sendable, Comparable {
        /// The service.
        package var service: ServiceIdentity
        /// The server.
        package var server: Endpoint

        /// Names a server of a service.
        package init(_ server: Endpoint, of service: ServiceIdentity) {
            (self.service, self.server) = (service, server)
        }

        /// Orders by service, then by server.
        package static func < (left: Subject, right: Subject) -> Bool {
            left.service == right.service ? left.server < right.server : left.service < right.service
        }
    }

    /// One of the reasons to hold a server.
    package struct Reason: Hashable, Sendable {
        /// What the user called it; empty for none.
        package var text: String
        /// Who asked for it; empty if unknown.
        package var user: String
        /// When it was asked for, in seconds since 1970.
        package var since: UInt64
        /// When it ends by itself, in seconds since 1970; nil for never.
        package var until: UInt64?

        /// Whether it has ended by itself, at a time in seconds since 1970.
        package func hasEnded(at now: UInt64) -> Bool { until.map { $0 <= now } ?? false }

        /// Creates a reason.
        package init(_ text: String, by user: String, since: UInt64, until: UInt64? = nil) {
            (self.text, self.user, self.since, self.until) = (text, user, since, until)
        }
    }

    /// What is held.
    package let subject: Subject
    /// The weight that the server gets back: what it had, or what a document that was applied in the meantime says.
    package var weight: UInt32
    /// Why it is held, the oldest reason first; never empty.
    package var reasons: [Reason]

    /// Creates a hold.
    package init(_ subject: Subject, weight: UInt32, reasons: [Reason]) {
        (self.subject, self.weight, self.reasons) = (subject, weight, reasons)
    }
}

extension Hold: KeyedElement {
    /// What is held.
    package var key: Subject { subject }
}

/// The servers that are held, in the order in which that began.
package typealias HoldList = KeyedList<Hold.Subject, Hold>

extension KeyedList where Element == Hold, Key == Hold.Subject {
    /// Adds a reason to hold a server, or renews the one of the same text; of a new hold, `weight` is what the server
    /// gets back.
    package mutating func add(_ reason: Hold.Reason, to subject: Hold.Subject, weight: UInt32) {
        var hold = self[subject] ?? Hold(subject, weight: weight, reasons: [])
        hold.reasons.removeAll { $0.text == reason.text }
        hold.reasons.append(reason)
        self[subject] = hold
    }

    /// Ends the reasons of a hold that fit.
    ///
    /// - Returns: whether the server is held no longer.
    package mutating func end(_ subject: Hold.Subject, where isEnded: (Hold.Reason) -> Bool) -> Bool {
        guard var hold = self[subject] else { return true }
        hold.reasons.removeAll(where: isEnded)
        self[subject] = hold.reasons.isEmpty ? nil : hold
        return hold.reasons.isEmpty
    }

    /// The holds that still have a reason at a time, in seconds since 1970; the others wait for somebody to give their
    /// servers the weight back.
    package func current(at now: UInt64) -> HoldList {
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
    package func holding(_ holds: HoldList) -> TableConfiguration {
        var table = self
        for hold in holds {
            table.services.modify(hold.subject.service) { entry in
                entry.servers.modify(hold.subject.server) { server in server.weight = 0 }
            }
        }
        return table
    }

    /// The holds of which the table names the server with a weight, each with that weight.
    package func heldServers(_ holds: HoldList) -> [Hold] {
        holds.compactMap { hold in
            let server = services[hold.subject.service]?.servers[hold.subject.server]
            guard let server, server.weight > 0 else { return nil }
            return Hold(hold.subject, weight: server.weight, reasons: hold.reasons)
        }
    }
}
