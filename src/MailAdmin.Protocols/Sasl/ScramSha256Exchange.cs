using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>
/// SCRAM-SHA-256: neither side shows the password, and both prove that they know it. RFC 5802 §3, §5; RFC 7677
/// </summary>
/// <remarks>
/// With a channel binding this is SCRAM-SHA-256-PLUS: then the client must bind, and to this channel; without one it
/// must not (RFC 5802 §6). An unknown user gets a salt too and fails at the proof like a wrong password.
/// </remarks>
/// <param name="context">The session.</param>
/// <param name="mechanism">The name with or without -PLUS.</param>
/// <param name="channelBinding">The name and data of the channel, or null for a mechanism without -PLUS.</param>
/// <param name="newNonce">Makes our half of the nonce.</param>
internal sealed class ScramSha256Exchange(
    SessionContext context,
    string mechanism,
    ScramChannelBinding? channelBinding,
    Func<string> newNonce) : SaslExchange(context,
    mechanism)
{
    private ScramClientFirst? first;
    private LogonAttempt? attempt;
    private ScramCredential? credential;
    private string serverFirst = "";
    private string nonce = "";
    private SaslStep? verdict;

    /// <summary>
    /// Whether the -PLUS mechanism was offered in its place: then a client that could bind and thinks that we cannot
    /// was deceived.
    /// </summary>
    public bool CouldBind { get; init; }

    public override ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        if (verdict is { } reached)
        {
            // The client acknowledges our signature with an empty response. RFC 4954 §4
            return ValueTask.FromResult(response.IsEmpty ? reached : SaslStep.Malformed);
        }

        return first is null
            ? TakeFirstAsync(response, cancellationToken)
            : TakeFinalAsync(response, cancellationToken);
    }

    private async ValueTask<SaslStep> TakeFirstAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        first = ScramClientFirst.Read(response.Span);
        if (first is null || !MayBind(first) || !TryReadUserName(first.UserName, out string userName))
        {
            return SaslStep.Malformed;
        }

        if (!IsOwnIdentity(first.Authorization, userName))
        {
            return SaslStep.NotAuthorized;
        }

        attempt = AttemptAs(userName);
        credential = await Context.Authenticator.GetScramCredentialAsync(attempt, cancellationToken);
        nonce = first.Nonce + newNonce();
        serverFirst = $"r={nonce},s={Convert.ToBase64String(credential.Salt)},i={credential.Iterations}";
        return SaslStep.Ask(Encoding.ASCII.GetBytes(serverFirst));
    }

    private async ValueTask<SaslStep> TakeFinalAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        if (ScramClientFinal.Read(response.Span) is not { } final
            || final.Nonce != nonce
            || !final.Binding.AsSpan().SequenceEqual([.. first!.Gs2Header, .. channelBinding?.Data ?? []]))
        {
            return SaslStep.Malformed;
        }

        byte[] signed =
            [.. first.Bare, (byte)',', .. Encoding.ASCII.GetBytes(serverFirst), (byte)',', .. final.WithoutProof];
        LogonOutcome outcome = await Context.Authenticator.CompleteScramAsync(
            attempt!, credential!, IsValid(final.Proof, signed), cancellationToken);
        SaslStep step = SaslStep.From(outcome);
        if (step.Status != SaslStatus.Succeeded)
        {
            return step;
        }

        verdict = step;
        byte[] signature = HMACSHA256.HashData(credential!.ServerKey, signed);
        return SaslStep.Ask(Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(signature)));
    }

    // 'y' means that the client saw no -PLUS mechanism: if we offered one, an attacker removed it. RFC 5802 §6
    private bool MayBind(ScramClientFirst message) => channelBinding is null
        ? message.Flag == 'n' || (message.Flag == 'y' && !CouldBind)
        : Encoding.ASCII.GetString(message.Gs2Header).StartsWith($"p={channelBinding.Name},", StringComparison.Ordinal);

    // ClientKey = ClientProof XOR HMAC(StoredKey, AuthMessage); it is right when H(ClientKey) = StoredKey.
    private bool IsValid(byte[] proof, byte[] signed)
    {
        byte[] clientKey = HMACSHA256.HashData(credential!.StoredKey, signed);
        if (proof.Length != clientKey.Length)
        {
            return false;
        }

        for (int i = 0; i < clientKey.Length; i++)
        {
            clientKey[i] ^= proof[i];
        }

        bool valid = CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), credential.StoredKey);
        CryptographicOperations.ZeroMemory(clientKey);
        return valid;
    }
}
