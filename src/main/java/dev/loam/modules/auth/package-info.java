/// Who people are: sign-up, sign-in, sessions, factors and tokens, over the auth API that
/// `supabase-js` speaks.
package dev.loam.modules.auth;
