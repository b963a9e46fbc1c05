import IPVSKit

/// The options that take something away from a virtual service.
struct ServiceRemovals: OptionGroup {
    let persistence = FlagOption(.noPersistent, "Turn persistence off, with its timeout, mask and engine.")
    let onePacket = FlagOption(.noOnePacket, "Turn one-packet scheduling off.")

    var options: [VerbOption] { [persistence, onePacket] }

    /// Adds the removals to an edit that does not ask for the opposite.
    func apply(to edit: inout ServiceEdit) throws(UsageError) {
        if persistence.isGiven {
            let needing: [(OptionName, Bool)] = [
                (.persistent, edit.isPersistent != nil), (.netmask, edit.netmask != nil),
                (.engine, edit.engine?.isEmpty == false),
            ]
            if let option = needing.first(where: \.1) {
                throw UsageError(option.0, "cannot be combined with --no-persistent")
            }
            edit.isPersistent = false
        }
        if onePacket.isGiven {
            if edit.isOnePacket != nil { throw UsageError(.onePacket, "cannot be combined with --no-ops") }
            edit.isOnePacket = false
        }
    }
}
