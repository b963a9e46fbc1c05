import IPVSKit

/// Raises the weights of servers step by step; they are held until the end.
struct EnableRamp {
    private let request: Enable.Request
    private let environment: Environment

    init(_ request: Enable.Request, _ environment: Environment) {
        (self.request, self.environment) = (request, environment)
    }

    func run() throws {
        let milliseconds = (request.ramp ?? 0) * 1000
        let begin = SteadyClock.milliseconds
        let targets = try targets()
        guard let most = targets.values.max(), most > 0 else {
            return environment.output.note("no server is held only by this reason")
        }
        var watch = SignalWatch()
        // Each step is one more for the heaviest server, but not faster than ten times a second.
        let steps = min(UInt64(most), max(1, milliseconds / 100))
        for step in 1...steps {
            let isLast = step == steps
            try raise(targets, step, of: steps, ends: isLast)
            if isLast { break }
            let due = begin + milliseconds * step / (steps - 1)
            while SteadyClock.milliseconds < due {
                if watch.isInterrupted() {
                    environment.output.note(
                        "interrupted; the servers stay held at the weight that they have reached"
                    )
                    throw Answer.no
                }
                Pause.milliseconds(Int(min(100, due - min(due, SteadyClock.milliseconds))))
            }
        }
        try environment.output.say("enabled \(counted(targets.count, "server"))")
    }

    /// The servers that are going to be free, with the weight that they get.
    private func targets() throws -> [Hold.Subject: UInt32] {
        let holds = try environment.holds.all()
        var rest = holds
        let freed = try Enable.free(request, &rest, environment)
        var targets: [Hold.Subject: UInt32] = [:]
        for subject in freed {
            let weight = request.weight ?? holds[subject]?.weight ?? 0
            guard weight > 0 else {
                throw UsageError("\(subject.inWords) had weight 0 before it was held (--weight gives it one)")
            }
            targets[subject] = weight
        }
        return targets
    }

    private func raise(_ targets: [Hold.Subject: UInt32], _ step: UInt64, of steps: UInt64, ends: Bool) throws
    {
        try environment.tables.withTable(for: .changing) { table in
            let snapshot = try request.choice.snapshot(of: table)
            let changes = snapshot.configuration.weightChanges(of: Array(targets.keys)) { subject in
                // Rounded up: a server never gets nothing.
                UInt32((UInt64(targets[subject] ?? 0) * step + steps - 1) / steps)
            }
            let runner = PlanRunner(environment, accepting: [], keepingWayBack: false)
            _ = try runner.carryOut(Plan(changes), from: snapshot, on: table)
            guard ends else { return }
            var holds = try environment.holds.all()
            for subject in targets.keys {
                _ = holds.end(subject) { request.ends($0, at: environment.holds.now()) }
            }
            try environment.holds.save(holds)
        }
    }
}
