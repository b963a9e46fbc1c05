import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct UnavailabilityTests {
    @Test(
        "Capabilities are read",
        arguments: [
            ("Name:\tx\nCapEff:\t0000000000000000\n", false), ("CapEff:\t000001ffffffffff\n", true),
            ("CapEff:\t0000000000001000\n", true), ("CapEff:\t00000000ffffefff\n", false), ("", false),
            ("CapEff:\tzz", false),
        ]
    )
    func capabilities(status: String, isPresent: Bool) {
        #expect(TableError.Unavailability.hasNetworkAdministration(status) == isPresent)
    }
}
