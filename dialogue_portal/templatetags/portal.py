"""Template tags that every page may use: deadlines, status words, texts in languages."""

from django import template

register = template.Library()
