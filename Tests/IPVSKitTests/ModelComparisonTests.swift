import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct ModelComparisonTests {
    @Test("The fake kernel follows the reference semantics")
    func fakeKernel() throws {
        var rules = KernelRules()
        rules.interfaces = ["lo"]
        let fake = FakeKernel(rules: rules)
        let comparison = try ModelComparison(seed: 1, count: 5000, table: fake.table(), rules: rules)
        #expect(comparison.differences == [])
        #expect(comparison.refusedCount > 500)
    }
}
