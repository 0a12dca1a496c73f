using TensorDsl.ColdStart;

// A process that calls one function once, or with "empty" nothing at all; "--methods" prints what was compiled for it. The exit code is 0 where
// the result is a number.
bool lists = args is [_, "--methods"];
using var compiled = lists ? Compiled.Listen() : null;
bool isNumber = args[0] switch
{
    // The library isn't loaded for it: the calls are in methods of their own, which are compiled only when they run.
    "empty" => true,
    "cosine-similarity" => FirstCall.CosineSimilarity(),
    "cross-entropy" => FirstCall.CrossEntropy(),
    "info-nce-gradient" => FirstCall.InfoNceGradient(),
    string other => throw new ArgumentException($"There is no function '{other}'."),
};
compiled?.Print();
return isNumber ? 0 : 1;
