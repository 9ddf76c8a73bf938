using System.Security.Cryptography;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Compares passwords with verifiers. A password that is wrong costs the same whatever it is compared with: old
/// verifiers with fewer iterations, none, or that of an account that does not exist.
/// </summary>
internal sealed class PasswordVerifier : IDisposable
{
    // A flood of wrong passwords may use the processors, but not more threads than that.
    private readonly SemaphoreSlim derivations = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>
    /// The verifier of a password among some with one salt; null: none. One derivation, also without any.
    /// </summary>
    /// <remarks>Verifiers of a former release have other iterations: then it is one for each number.</remarks>
    public async ValueTask<ScramCredential?> FindAsync(
        IReadOnlyList<ScramCredential> verifiers,
        ScramCredential decoy,
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
                () => Find(verifiers, decoy, password),
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
                () => ScramCredential.Derive(password, salt, ScramCredential.DefaultIterations),
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

    private static ScramCredential? Find(
        IReadOnlyList<ScramCredential> verifiers, ScramCredential decoy, string password)
    {
        int spent = 0;
        foreach (IGrouping<(string Salt, int Iterations), ScramCredential> group in verifiers.GroupBy(
            verifier => (Convert.ToBase64String(verifier.Salt), verifier.Iterations)))
        {
            ScramCredential first = group.First();
            byte[] key = ScramCredential.Derive(password, first.Salt, first.Iterations).StoredKey;
            spent += first.Iterations;
            if (group.FirstOrDefault(
                verifier => CryptographicOperations.FixedTimeEquals(verifier.StoredKey, key)) is { } match)
            {
                return match;
            }
        }

        if (spent < decoy.Iterations)
        {
            _ = ScramCredential.Derive(password, decoy.Salt, decoy.Iterations - spent);
        }

        return null;
    }
}
