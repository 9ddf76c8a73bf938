using System.Buffers.Text;
using System.Text;

namespace MailAdmin.Protocols.Sasl;

/// <summary>The last message of a SCRAM client. RFC 5802 §7</summary>
/// <param name="WithoutProof">What precedes the proof, as sent: a part of what is signed.</param>
/// <param name="Binding">The GS2 header again, and the data of the channel.</param>
/// <param name="Nonce">Both nonces.</param>
/// <param name="Proof">The proof.</param>
internal sealed record ScramClientFinal(byte[] WithoutProof, byte[] Binding, string Nonce, byte[] Proof)
{
    // client-final-message = channel-binding "," nonce ["," extensions] "," proof
    public static ScramClientFinal? Read(ReadOnlySpan<byte> message)
    {
        int proofStart = message.LastIndexOf(",p="u8);
        if (proofStart < 0)
        {
            return null;
        }

        ScramAttributes attributes = new(message[..proofStart]);
        bool valid = attributes.TryRead(
            'c', out ReadOnlySpan<byte> binding) & attributes.TryRead('r', out ReadOnlySpan<byte> nonce);
        return valid
            && TryDecode(binding, out byte[] bindingBytes)
            && TryDecode(message[(proofStart + 3)..], out byte[] proof)
            ? new ScramClientFinal(
                message[..proofStart].ToArray(), bindingBytes, Encoding.ASCII.GetString(nonce), proof)
            : null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> base64, out byte[] bytes)
    {
        bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        bool valid = Base64.DecodeFromUtf8(
            base64, bytes, out int consumed, out int written) == System.Buffers.OperationStatus.Done
            && consumed == base64.Length;
        bytes = bytes[..written];
        return valid;
    }
}
