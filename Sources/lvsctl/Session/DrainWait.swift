import IPVSKit

/// Waits until drained servers are empty, and says how it goes.
final class DrainWait {
    /// How the waiting ended.
    enum End {
        case done
        case timeout
        case interrupted
    }

    private let subjects: [Hold.Subject]
    private let services: [ServiceIdentity]
    private let waiting: DrainWaiting
    private let environment: Environment
    private let report: DrainReport
    private let begin = SteadyClock.milliseconds
    private var hasSaidUnreadable = false

    /// How often the servers are looked at, in milliseconds.
    private static let interval: UInt64 = 1000
    /// How often it is said how it goes where lines cannot be rewritten.
    private static let lineInterval: UInt64 = 5000

    init(
        _ subjects: [Hold.Subject],
        _ services: [ServiceIdentity],
        _ waiting: DrainWaiting,
        _ environment: Environment
    ) {
        (self.subjects, self.services, self.waiting) = (subjects, services, waiting)
        self.environment = environment
        report = DrainReport(environment.output)
    }

    /// Says what will keep the servers from becoming empty.
    func sayWhatStays() throws {
        guard waiting.goal == .empty else { return try report.begin(subjects, []) }
        let counts = try connections()
        let folder = SettingsFolder(environment.settingsFolder)
        let expiresTemplates = try? folder.value(of: "expire_quiescent_template")?.description
        var notes: [String] = []
        for subject in subjects {
            guard let found = counts[subject], found.templates > 0, expiresTemplates != "1" else { continue }
            notes.append(
                "\(subject.inWords): persistence still sends \(counted(found.templates, "client")) there; the last is forgotten "
                    + "in \(found.lastTemplateExpires) s, or later if it comes back (settings set "
                    + "expire_quiescent_template=1 sends them elsewhere)"
            )
        }
        if subjects.contains(where: { $0.service.serviceProtocol == .udp }) {
            notes.append("UDP has no end: an entry goes when its client has sent nothing for the UDP timeout")
        }
        try report.begin(subjects, notes)
    }

    /// Waits.
    func run() throws -> End {
        var watch = SignalWatch()
        var said: UInt64?
        while true {
            let left = try self.left()
            let now = SteadyClock.milliseconds
            let elapsed = now - begin
            let isDone = left.allSatisfy { $0.value.leftCount == 0 }
            let isDue = said.map { now - $0 >= Self.lineInterval } ?? true
            try report.show(left, after: elapsed, isDue: isDue || isDone)
            if isDue { said = now }
            if isDone { return .done }
            if let limit = waiting.limit, elapsed >= limit * 1000 { return .timeout }
            // A large table takes long to read: it is not read all the time.
            let pause = max(Self.interval, (SteadyClock.milliseconds - now) * 4)
            let rest = waiting.limit.map { $0 * 1000 - elapsed } ?? pause
            guard !pauseIsInterrupted(min(pause, rest), &watch) else { return .interrupted }
        }
    }

    /// Says how the waiting ended, and what was done then.
    func tell(_ end: End, _ done: DrainEnd) throws {
        try report.end(end, done, after: SteadyClock.milliseconds - begin)
    }

    private func pauseIsInterrupted(_ milliseconds: UInt64, _ watch: inout SignalWatch) -> Bool {
        let end = SteadyClock.milliseconds + milliseconds
        while true {
            if watch.isInterrupted() { return true }
            let now = SteadyClock.milliseconds
            if now >= end { return false }
            Pause.milliseconds(Int(min(100, end - now)))
        }
    }

    private func left() throws -> [Hold.Subject: ServerConnections.Counts] {
        guard waiting.goal == .inactive else { return try connections() }
        var counts: [Hold.Subject: ServerConnections.Counts] = [:]
        let table = try environment.tables.open()
        for (service, servers) in Dictionary(grouping: subjects, by: \.service) {
            let snapshot = try table.snapshot(of: service, reading: .withoutCounters, unrest: .isShown)
            for subject in servers {
                let server = snapshot?.services.first?.servers.first {
                    $0.configuration.endpoint == subject.server
                }
                var found = ServerConnections.Counts()
                let active = Int(server?.connections.active ?? 0)
                if active > 0 { found.left[ServerConnections.State("active", of: "TCP")] = active }
                counts[subject] = found
            }
        }
        return counts
    }

    private func connections() throws -> [Hold.Subject: ServerConnections.Counts] {
        var found = ServerConnections(subjects, services: services)
        let table = try environment.tables.open()
        let unreadable = try table.forEachConnection(reading: .withoutCounters) { connection in
            found.add(connection)
            return true
        }
        if let unreadable, !hasSaidUnreadable {
            environment.output.note("\(unreadable): what they say is not waited for")
            hasSaidUnreadable = true
        }
        return found.counts
    }
}
