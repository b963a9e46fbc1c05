/// What to do when something that is to be deleted is not there.
struct MissingOptions: OptionGroup {
    let ifExists = FlagOption(.ifExists, "Do nothing, and be content.")

    var options: [VerbOption] { [ifExists] }
}
