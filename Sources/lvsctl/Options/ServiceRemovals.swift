import ArgumentParser
import IPVSKit

/// The options that take something away from a virtual service.
struct ServiceRemovals: ParsableArguments {
    @Flag(.noPersistent, "Persistence, with its timeout, mask and engine.")
    var persistence: Bool
    @Flag(.noOnePacket, "One-packet scheduling.")
    var onePacket: Bool

    /// Adds the removals to an edit that does not ask for the opposite.
    func apply(to edit: inout ServiceEdit) throws(UsageError) {
        if persistence {
            let needing: [(OptionName, Bool)] = [
                (.persistent, edit.isPersistent != nil), (.netmask, edit.netmask != nil),
                (.engine, edit.engine?.isEmpty == false),
            ]
            if let option = needing.first(where: \.1) {
                throw UsageError(option.0, "cannot be combined with --no-persistent")
            }
            edit.isPersistent = false
        }
        if onePacket {
            if edit.isOnePacket != nil { throw UsageError(.onePacket, "cannot be combined with --no-ops") }
            edit.isOnePacket = false
        }
    }
}
