/// Ways of writing text that several floors share.
package dev.loam.base.text;
