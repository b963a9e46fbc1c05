import IPVSKit

/// The options that change connection timeouts.
struct TimeoutSettings: OptionGroup {
    let numbers = Field.timeoutNumbers.map { (field: $0, option: ValueOption($0)) }

    var options: [VerbOption] { numbers.map(\.option) }

    /// The timeouts that are asked for; 0 for those that stay.
    func timeouts() throws(UsageError) -> ConnectionTimeouts {
        var timeouts = ConnectionTimeouts()
        for (field, option) in numbers { timeouts[field] = try option.number(of: field) ?? 0 }
        return timeouts
    }
}
