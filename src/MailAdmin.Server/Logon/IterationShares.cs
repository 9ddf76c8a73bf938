using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// The numbers of iterations that the verifiers of a store have, and in which proportion, in sixteenths: so one account
/// more or less moves nothing. A number that occurs at all has a share.
/// </summary>
internal sealed class IterationShares
{
    private const int Parts = 16;
    private readonly (int Iterations, int Weight)[] shares;
    private readonly uint total;

    /// <param name="counts">How many verifiers have each number of iterations; empty: the default is taken.</param>
    public IterationShares(IReadOnlyDictionary<int, int> counts)
    {
        double all = counts.Values.Sum(count => (double)count);
        shares = all == 0
            ? [(ScramCredential.DefaultIterations, 1)]
            : [.. counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, WeightOf(pair.Value / all)))];
        total = (uint)shares.Sum(share => share.Weight);
    }

    /// <summary>The highest number.</summary>
    public int Highest => shares[^1].Iterations;

    /// <summary>
    /// The number at a place between 0 (the lowest number) and 2^64 (the highest): with equally distributed places each
    /// number is picked in its proportion, and when the proportion moves, few places get another number.
    /// </summary>
    public int Pick(ulong place)
    {
        int position = (int)Math.BigMul(place, total, out _);
        int index = 0;
        while (position >= shares[index].Weight)
        {
            position -= shares[index++].Weight;
        }

        return shares[index].Iterations;
    }

    private static int WeightOf(double share) => Math.Max(1, (int)Math.Round(share * Parts));
}
