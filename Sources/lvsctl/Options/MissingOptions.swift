import ArgumentParser

/// What to do when something that is to be deleted is not there.
struct MissingOptions: ParsableArguments {
    @Flag(.ifExists, "Do nothing, and be content.")
    var isAllowed: Bool
}
