using System.Text;
using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Model;

public sealed class ScramCredentialTests
{
    [Fact]
    public void The_example_of_RFC_7677_gives_the_proof_of_RFC_7677()
    {
        byte[] salt = Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==");
        const string AuthMessage =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

        ScramCredential credential = ScramCredential.Derive("pencil", salt, 4096);

        byte[] serverSignature = System.Security.Cryptography.HMACSHA256.HashData(
            credential.ServerKey, Encoding.UTF8.GetBytes(AuthMessage));
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(serverSignature));
    }

    [Fact]
    public void Only_the_password_verifies()
    {
        ScramCredential credential = ScramCredential.Create("correct horse", 4096);

        Assert.True(credential.Verify("correct horse"));
        Assert.False(credential.Verify("correct horsf"));
        Assert.False(credential.Verify(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bell\u0007\u00e9")]
    [InlineData("\ud800")]
    public void A_password_that_SASLprep_forbids_is_refused(string password)
    {
        MailException exception = Assert.Throws<MailException>(() => ScramCredential.Create(password));

        Assert.Equal(MailError.InvalidPassword, exception.Error);
    }
}
