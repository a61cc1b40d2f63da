using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Teg.Platform.Accounts.People;

/// <summary>Identity's stores over the tables that migrations made. Only what is no tenant's row is mapped: its connections name no tenant.</summary>
internal sealed class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityUserContext<User, Guid>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("accounts");
        // What a person may do is their membership, not a claim.
        builder.Ignore<IdentityUserClaim<Guid>>();

        builder.Entity<User>(user =>
        {
            user.ToTable("account");
            user.Property(u => u.Id).HasColumnName("id").ValueGeneratedNever();
            user.Property(u => u.Name).HasColumnName("name");
            user.Property(u => u.UserName).HasColumnName("user_name");
            user.Property(u => u.NormalizedUserName).HasColumnName("normalized_user_name");
            user.Property(u => u.Email).HasColumnName("email");
            user.Property(u => u.NormalizedEmail).HasColumnName("normalized_email");
            user.Property(u => u.EmailConfirmed).HasColumnName("email_confirmed");
            user.Property(u => u.PasswordHash).HasColumnName("password_hash");
            user.Property(u => u.SecurityStamp).HasColumnName("security_stamp");
            user.Property(u => u.ConcurrencyStamp).HasColumnName("concurrency_stamp");
            user.Property(u => u.PhoneNumber).HasColumnName("phone_number");
            user.Property(u => u.PhoneNumberConfirmed).HasColumnName("phone_number_confirmed");
            user.Property(u => u.TwoFactorEnabled).HasColumnName("two_factor_enabled");
            user.Property(u => u.LockoutEnabled).HasColumnName("lockout_enabled");
            user.Property(u => u.LockoutEnd).HasColumnName("lockout_end");
            user.Property(u => u.AccessFailedCount).HasColumnName("access_failed_count");
            user.Property(u => u.CreatedAt).HasColumnName("created_at");
            user.Property(u => u.TermsAcceptedAt).HasColumnName("terms_accepted_at");
        });
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("account_login");
            login.Property(l => l.UserId).HasColumnName("account_id");
            login.Property(l => l.LoginProvider).HasColumnName("login_provider");
            login.Property(l => l.ProviderKey).HasColumnName("provider_key");
            login.Property(l => l.ProviderDisplayName).HasColumnName("provider_display_name");
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("account_token");
            token.Property(t => t.UserId).HasColumnName("account_id");
            token.Property(t => t.LoginProvider).HasColumnName("login_provider");
            token.Property(t => t.Name).HasColumnName("name");
            token.Property(t => t.Value).HasColumnName("value");
        });
    }
}
