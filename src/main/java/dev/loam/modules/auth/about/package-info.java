/// What the auth API says of itself: whether it lives, what it offers and which keys it signs with.
package dev.loam.modules.auth.about;
