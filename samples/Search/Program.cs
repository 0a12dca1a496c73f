using TensorDsl.Samples.Search;

// Words → their nearest words; --synthetic → a table of random vectors, searched and timed. The exit code is 2 for a command line that says
// neither, and 1 for words that the vocabulary lacks.
try
{
    switch (Options.Parse(args))
    {
        case WordOptions words: return WordSearch.Run(words);
        case SyntheticOptions synthetic: return SyntheticSearch.Run(synthetic);
        default:
            Console.WriteLine(Options.Usage);
            return 0;
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Options.Usage}");
    return 2;
}
