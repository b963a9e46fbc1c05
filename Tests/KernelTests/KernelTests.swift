import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

/// Tests against the kernel of this network namespace, whose table they empty: only ever run in the guest.
@Suite(.serialized) struct KernelTests {
    private let table = KernelTable()

    /// Refuses to touch any kernel but the guest's.
    init() throws {
        try #require(
            ProcessInfo.processInfo.environment["LVSCTL_GUEST"] == "1",
            "only for the guest: make test"
        )
        try table.perform(.clear)
        for daemon in try table.daemons() { try table.perform(.stopDaemon(daemon.role)) }
    }

    /// What the guest's kernel accepts: Debian's User Mode Linux has no `twos`.
    private var rules: KernelRules {
        var rules = KernelRules()
        rules.schedulers.remove(.twosChoice)
        rules.interfaces = ["lo"]
        rules.ticksPerSecond = 100
        return rules
    }

    @Test func modelAgreesThroughRandomChanges() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed =
            environment["LVSCTL_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64(UInt32.max))
        let count = environment["LVSCTL_CHANGES"].flatMap(Int.init) ?? 20000
        print("seed \(seed): LVSCTL_SEED=\(seed) make test-kernel replays it")
        let comparison = try ModelComparison(seed: seed, count: count, table: table, rules: rules)
        print("\(comparison.changeCount) changes, \(comparison.refusedCount) of them refused")
        #expect(comparison.differences == [], "seed \(seed)")
    }
}
