"""Who may see a profile that is open: asked again after a pause, and sent away when signed out."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.store import keys, signed_out
from assessor_app.store.database import opens_with
from assessor_app.store.keychain import Keychain, KeychainUnavailable
from assessor_app.store.keys import KeyLost
from assessor_app.store.profile import Profile
from assessor_app.store.signed_out import SignedOut


@dataclass(frozen=True, slots=True)
class Guard:
    """``keychain`` is None where the system has none; then a passphrase protects the profile."""

    profile: Profile
    keychain: Keychain | None

    @property
    def asks_passphrase(self) -> bool:
        return self.profile.wrapped_key.exists()

    def check(self, passphrase: str) -> None:
        """Whether the profile may be shown again: by its passphrase, or by the system's keychain.

        Raises WrongPassphrase, KeyLost, KeychainUnavailable, OSError.
        """
        if self.asks_passphrase:
            key: bytes | None = keys.open_wrapped(self.profile.wrapped_key, passphrase)
        else:
            key = self.profile.known_key(self.keychain) if self.keychain is not None else None
        if key is None:
            raise KeyLost("the key of this profile is not here any more")
        # Whoever can write into the folder can put a key file of their own there.
        if not opens_with(self.profile.database, key):
            raise KeyLost("this key does not open the profile")

    def protect(self, passphrase: str) -> None:
        """From now on a passphrase opens the profile, and no longer the keychain alone.

        Raises ValueError for a short one, KeyLost, KeychainUnavailable, OSError; the profile then opens as before.
        """
        if self.asks_passphrase or self.keychain is None:
            raise ValueError("a passphrase protects this profile already")
        stored = self.keychain.get(self.profile.keychain_name)
        if stored is None:
            raise KeyLost("the keychain has no key of this profile")
        keys.wrap(self.profile.wrapped_key, bytes.fromhex(stored), passphrase)
        try:
            self.keychain.delete(self.profile.keychain_name)
            if self.keychain.get(self.profile.keychain_name) is not None:
                raise KeychainUnavailable("the keychain did not let go of the key")
        except KeychainUnavailable:
            self.profile.wrapped_key.unlink()
            raise

    def sign_out(self, unlock_secret: bytes, who: SignedOut) -> None:
        """Lock the profile until its person signs in again; its store is closed. A passphrase is asked for after that.

        Where there is no keychain, this computer's own key is behind the passphrase too, and nobody could sign in
        without it: then the passphrase alone locks.

        Raises KeyLost, KeychainUnavailable, OSError.
        """
        if self.keychain is not None and len(unlock_secret) == keys.KEY_BYTES:
            signed_out.lock(self.profile, self.keychain, unlock_secret, who)
