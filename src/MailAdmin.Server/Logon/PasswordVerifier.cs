using System.Security.Cryptography;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Compares passwords with verifiers. A password that is wrong costs the same whatever it is compared with: old
/// verifiers with fewer iterations, none, or that of an account that does not exist.
/// </summary>
internal sealed class PasswordVerifier : IDisposable
{
    private static readonly byte[] UnusedSalt = new byte[16];

    // A flood of wrong passwords may use the processors, but not more threads than that.
    private readonly SemaphoreSlim derivations = new(Math.Max(1, Environment.ProcessorCount));
    private long iterationsDone;

    /// <summary>The iterations of PBKDF2 that were done so far: what the checks have cost.</summary>
    public long IterationsDone => Volatile.Read(ref iterationsDone);

    /// <summary>The verifier of a password among some with one salt; null: none.</summary>
    /// <remarks>Verifiers of a former release have other iterations: then it is one for each number.</remarks>
    /// <param name="verifiers">The verifiers; there may be none.</param>
    /// <param name="cost">The iterations that are done when the password is wrong, whatever the verifiers have.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Cancels the wait for a processor.</param>
    public async ValueTask<ScramCredential?> FindAsync(
        IReadOnlyList<ScramCredential> verifiers,
        int cost,
        string password,
        CancellationToken cancellationToken)
    {
        if (!SaslPrep.TryPrepare(password, out _))
        {
            return null;
        }

        await derivations.WaitAsync(cancellationToken);
        try
        {
            // On a thread of its own: it computes for tens of milliseconds, in which a thread of the pool would serve
            // many sessions.
            return await Task.Factory.StartNew(
                () => Find(verifiers, cost, password),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        finally
        {
            derivations.Release();
        }
    }

    /// <summary>Derives a verifier that takes the place of another of the same password.</summary>
    public async ValueTask<ScramCredential> DeriveAsync(
        string password, byte[] salt, CancellationToken cancellationToken)
    {
        await derivations.WaitAsync(cancellationToken);
        try
        {
            return await Task.Factory.StartNew(
                () => Derive(password, salt, ScramCredential.DefaultIterations),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        finally
        {
            derivations.Release();
        }
    }

    public void Dispose() => derivations.Dispose();

    private ScramCredential? Find(IReadOnlyList<ScramCredential> verifiers, int cost, string password)
    {
        int spent = 0;
        foreach (IGrouping<(string Salt, int Iterations), ScramCredential> group in verifiers.GroupBy(
            verifier => (Convert.ToBase64String(verifier.Salt), verifier.Iterations)))
        {
            ScramCredential first = group.First();
            byte[] key = Derive(password, first.Salt, first.Iterations).StoredKey;
            spent += first.Iterations;
            if (group.FirstOrDefault(
                verifier => CryptographicOperations.FixedTimeEquals(verifier.StoredKey, key)) is { } match)
            {
                return match;
            }
        }

        if (spent < cost)
        {
            _ = Derive(password, UnusedSalt, cost - spent);
        }

        return null;
    }

    private ScramCredential Derive(string password, byte[] salt, int iterations)
    {
        Interlocked.Add(ref iterationsDone, iterations);
        return ScramCredential.Derive(password, salt, iterations);
    }
}
