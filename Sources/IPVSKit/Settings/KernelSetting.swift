/// What is known of one setting of the kernel's IPVS, a file in `/proc/sys/net/ipv4/vs`.
///
/// Sources: Documentation/networking/ipvs-sysctl.rst and net/netfilter/ipvs/ip_vs_ctl.c of Linux. The ranges are what
/// makes sense, which can be less than what the kernel takes.
package struct KernelSetting: Hashable, Sendable {
    /// What values a setting can have.
    package enum Kind: Hashable, Sendable {
        /// A number in a range.
        case number(ClosedRange<Int64>)
        /// One of the powers of two from 1 to a limit.
        case powerOfTwo(upTo: Int64)
        /// Two numbers, of which the first is less than the second, or the second 0.
        case ascendingPair
        /// A list of processors, which the kernel checks.
        case processors
    }

    /// What a kernel must have for the setting to be there.
    package enum Need: Hashable, Sendable {
        /// Every kernel with IPVS has it.
        case nothing
        /// This release or a later one.
        case release(String)
        /// A module that is loaded.
        case module(String)
        /// A kernel that was built with this option.
        case option(String)
    }

    /// The name of the file.
    package let name: String
    /// The values that make sense.
    package let kind: Kind
    /// The value of a new network namespace; nil where it depends on the machine.
    package let standard: SettingValue?
    /// The value of a new namespace that is not the machine's first, where that is another one.
    package let otherStandard: SettingValue?
    /// What the numbers count: `seconds`.
    package let unit: String
    /// When it is there.
    package let need: Need
    /// What it does, in one line.
    package let meaning: String

    init(
        _ name: String,
        _ kind: Kind,
        _ standard: SettingValue?,
        _ unit: String,
        _ meaning: String,
        needs need: Need = .nothing,
        elsewhere otherStandard: SettingValue? = nil
    ) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.otherStandard = otherStandard
        self.unit = unit
        self.need = need
        self.meaning = meaning
    }

    /// The setting of a name, also with `net.ipv4.vs.` before it; nil for one that is not known.
    package static func named(_ name: String) -> KernelSetting? {
        let name = plainName(name)
        return all.first { $0.name == name }
    }

    /// A name without `net.ipv4.vs.`, which sysctl(8) has before it.
    package static func plainName(_ name: String) -> String {
        let prefix = "net.ipv4.vs."
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    /// Whether two values do the same: automatic defences flip between 1 and 2 by themselves.
    package func isSame(_ left: SettingValue, _ right: SettingValue) -> Bool {
        if left == right { return true }
        guard unit == Self.defenceUnit, case .number(let left) = left, case .number(let right) = right else {
            return false
        }
        return (1...2).contains(left) && (1...2).contains(right)
    }

    /// Whether a value is known not to be the default of any namespace.
    package func isChanged(_ value: SettingValue) -> Bool {
        guard let standard else { return false }
        return !isSame(value, standard) && otherStandard.map { !isSame(value, $0) } ?? true
    }

    /// What a value should be, for messages: `a number from 0 to 3`; nil when it makes sense.
    package func expectation(against value: SettingValue) -> String? {
        switch (kind, value) {
        case (.number(let range), .number(let number)) where range.contains(number): return nil
        case (.powerOfTwo(let limit), .number(let number))
        where (1...limit).contains(number) && number & (number - 1) == 0:
            return nil
        case (.ascendingPair, .pair(let first, let second))
        where first >= 0 && (first < second || second == 0):
            return nil
        case (.processors, _): return nil
        default: return expectation
        }
    }

    private var expectation: String {
        switch kind {
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .powerOfTwo(let limit): "a power of two from 1 to \(limit)"
        case .ascendingPair: "two numbers, the first less than the second, or the second 0 (3,50)"
        case .processors: "a list of processors (0-3,8)"
        }
    }
}
