import IPVSKit
import IPVSTestSupport

extension TableConfiguration {
    /// Two random tables that have something in common.
    static func pair(_ seed: UInt64) -> (TableConfiguration, TableConfiguration) {
        (.random(seed: seed, changes: 60), .random(seed: seed / 2 + 7, changes: 60 + Int(seed % 40)))
    }
}
